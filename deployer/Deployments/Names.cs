using System.Text.RegularExpressions;

namespace Deployer.Deployments;

/// <summary>The alphabets of names that reach paths and URLs. Checked here again, whatever the door has checked.</summary>
internal static partial class Names
{
    /// <summary>Whether <paramref name="text"/> names an application or an environment.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    /// <summary>Whether <paramref name="text"/> is a version.</summary>
    public static bool IsVersion(string text) => VersionPattern().IsMatch(text);

    /// <summary>Whether <paramref name="text"/> is a digest, <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
    public static bool IsDigest(string text) => DigestPattern().IsMatch(text);

    /// <summary>Whether <paramref name="text"/> is a UUID in its canonical lower-case form.</summary>
    public static bool IsUuid(string text) => UuidPattern().IsMatch(text);

    /// <summary>Whether <paramref name="text"/> names a secret.</summary>
    public static bool IsSecretName(string text) => SecretPattern().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._+-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DigestPattern();

    [GeneratedRegex(@"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UuidPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._/-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SecretPattern();
}
