using System.Buffers;

namespace Gateway.Hosting.Audit;

/// <summary>Knows which members of a document are likely to be secrets and must not stand in the log.</summary>
public static class SecretNames
{
    /// <summary>What stands in the log in a secret's place.</summary>
    public const string Mask = "***";

    private static readonly SearchValues<string> Names = SearchValues.Create(
        ["authorization", "token", "secret", "password", "passwd", "passphrase", "credential", "cookie", "api_key", "apikey", "api-key", "private_key", "privatekey", "private-key", "assertion"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a member of this name is masked.</summary>
    public static bool IsSecret(string name) => name.AsSpan().ContainsAny(Names);

    /// <summary>Whether a text is a credential by its form: a JWT, or a bearer or basic authorization.</summary>
    public static bool LooksSecret(string text) =>
        text.Length > 20
        && ((text.StartsWith("eyJ", StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal))
            || text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            || text.Contains("PRIVATE KEY", StringComparison.Ordinal));
}
