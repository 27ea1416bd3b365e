using System.Buffers;
using System.Text.RegularExpressions;

namespace Gateway.Hosting.Audit;

/// <summary>Knows which members of a document are likely to be secrets and must not stand in the log.</summary>
public static class SecretNames
{
    /// <summary>What stands in the log in a secret's place.</summary>
    public const string Mask = "***";

    private static readonly SearchValues<string> Names = SearchValues.Create(
        ["authorization", "token", "secret", "password", "passwd", "passphrase", "credential", "cookie", "api_key", "apikey", "api-key", "private_key", "privatekey", "private-key", "assertion"],
        StringComparison.OrdinalIgnoreCase);

    // In time that grows with the text alone, whoever wrote it.
    private static readonly Regex Credentials = new(
        "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_.-]*|(?i:bearer|basic)(?: |\\+|%20)+[A-Za-z0-9_.~+/=-]{16,}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    // The name as above, and what gives it a value in a path.
    private static readonly Regex Values = new(
        "((?:authorization|token|secret|password|passwd|passphrase|credential|cookie|api[_-]?key|private[_-]?key|assertion)s?(?:=|%3D|/))[^/;&?\\s]+",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Whether a member of this name is masked.</summary>
    public static bool IsSecret(string name) => name.AsSpan().ContainsAny(Names);

    /// <summary>Whether a text is a credential by its form: a JWT, or a bearer or basic authorization.</summary>
    public static bool LooksSecret(string text) =>
        text.Length > 20
        && ((text.StartsWith("eyJ", StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal))
            || text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            || text.Contains("PRIVATE KEY", StringComparison.Ordinal));

    /// <summary>
    /// A text in which something of a caller's own may stand anywhere, such as a path or a sentence that names members, with what is a
    /// credential by its form masked, and the value of what is one by its name (<c>token=…</c>, <c>/password/…</c>).
    /// </summary>
    public static string MaskWithin(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains("PRIVATE KEY", StringComparison.Ordinal) ? Mask : Values.Replace(Credentials.Replace(text, Mask), $"$1{Mask}");
    }
}
