using System.Text.Json.Nodes;
using Deploy.Audit;

namespace Gatectl.Audit;

/// <summary>What the verification of one or more logs came to, for people and for programs.</summary>
internal sealed class AuditVerification
{
    private readonly IReadOnlyList<(AuditLogLocation Location, LogVerification Result)> results;

    private AuditVerification(IReadOnlyList<(AuditLogLocation Location, LogVerification Result)> results) => this.results = results;

    /// <value>Whether no log was tampered with. A torn end is what a crash leaves, and is no tampering.</value>
    public bool IsIntact => results.All(entry => entry.Result.Status != LogStatus.Tampered);

    public static AuditVerification Verify(IEnumerable<AuditLogLocation> locations, IReadOnlyList<byte[]>? keptCheckpoints = null) =>
        new([.. locations.Select(location => (location, Verify(location, keptCheckpoints ?? [])))]);

    public IEnumerable<string> Lines() => results.SelectMany(entry => Lines(entry.Location, entry.Result));

    public JsonObject Document() => new()
    {
        ["intact"] = IsIntact,
        ["logs"] = new JsonArray([.. results.Select(entry => (JsonNode)Document(entry.Location, entry.Result))]),
    };

    private static LogVerification Verify(AuditLogLocation location, IReadOnlyList<byte[]> keptCheckpoints)
    {
        var key = location.ReadKey();
        return new LogVerifier(key) { KnownCheckpoints = KeptCheckpoints.Of(key, keptCheckpoints) }.Verify(location.Directory);
    }

    private static IEnumerable<string> Lines(AuditLogLocation location, LogVerification result)
    {
        yield return result.Status switch
        {
            LogStatus.Intact => $"verified: {result.Records} records in {location.Directory}, all there, in place and unchanged",
            LogStatus.Torn => $"verified: {result.Records} records in {location.Directory}; behind them {result.TornBytes} bytes of an unfinished one",
            _ => $"NOT INTACT: {location.Directory}",
        };
        if (result.Problem is { } problem)
        {
            yield return Place(problem);
            yield return $"  {problem.Message}";
        }

        if (result.Checkpoint is { } checkpoint)
        {
            yield return $"  proven by {result.CheckpointsVerified} signed checkpoints; the last has {checkpoint.Size} records, root {Convert.ToBase64String(checkpoint.Root.Span)}";
        }

        if (result.UnsealedRecords > 0)
        {
            yield return $"  {result.UnsealedRecords} records are newer than the last signature";
        }

        foreach (var note in result.Notes)
        {
            yield return $"  {note}";
        }
    }

    private static string Place(LogProblem problem)
    {
        var record = problem.Record >= 0 ? $" at record {problem.Record}" : "";
        var file = problem.File is { } name ? $" ({name}, byte {problem.Offset})" : "";
        return $"  {problem.Kind}{record}{file}";
    }

    private static JsonObject Document(AuditLogLocation location, LogVerification result)
    {
        var document = new JsonObject
        {
            ["directory"] = location.Directory,
            ["status"] = result.Status.ToString().ToLowerInvariant(),
            ["records"] = result.Records,
            ["checkpoints_verified"] = result.CheckpointsVerified,
            ["unsealed_records"] = result.UnsealedRecords,
            ["torn_bytes"] = result.TornBytes,
            ["notes"] = new JsonArray([.. result.Notes.Select(note => (JsonNode)note)]),
        };
        if (result.Checkpoint is { } checkpoint)
        {
            document["checkpoint"] = new JsonObject
            {
                ["origin"] = checkpoint.Origin,
                ["size"] = checkpoint.Size,
                ["root"] = Convert.ToBase64String(checkpoint.Root.Span),
            };
        }

        if (result.Problem is { } problem)
        {
            document["problem"] = new JsonObject
            {
                ["kind"] = problem.Kind.ToString(),
                ["record"] = problem.Record,
                ["file"] = problem.File,
                ["offset"] = problem.Offset,
                ["message"] = problem.Message,
            };
        }

        return document;
    }
}
