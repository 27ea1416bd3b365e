using Gateway.Contract.Grants;
using Microsoft.Data.Sqlite;

namespace EndToEnd.Tests.Support;

/// <summary>An approval as the deployer has it in its journal: the call, its grant and the document of its caller.</summary>
internal sealed record KeptGrant(byte[] Message, CallerDocument Caller, string Grant)
{
    private const string Query = """
        SELECT c.message, c.caller, f.body ->> '$.authorization.grant'
        FROM deployments d JOIN calls c ON c.deployment = d.seq JOIN facts f ON f.deployment = d.seq
        WHERE d.id = $id AND f.body ->> '$.fact' = 'approval_given' AND f.body ->> '$.authorization.decision_id' = c.decision
        """;

    /// <summary>The one approval of a deployment.</summary>
    public static KeptGrant OfApproval(string journal, string deployment)
    {
        using var connection = new SqliteConnection($"Data Source={journal};Mode=ReadOnly");
        connection.Open();
        using var query = connection.CreateCommand();
        query.CommandText = Query;
        query.Parameters.AddWithValue("$id", deployment);
        using var rows = query.ExecuteReader();
        Assert.That(rows.Read(), "the approval is kept");
        var caller = (byte[])rows.GetValue(1);
        Assert.That(CallerDocument.TryRead(caller, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(caller)), out var document));
        return new((byte[])rows.GetValue(0), document!, rows.GetString(2));
    }
}
