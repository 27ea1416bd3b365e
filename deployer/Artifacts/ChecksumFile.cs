using System.Text;
using System.Text.RegularExpressions;
using Deployer.Artifacts.Sources;
using Deployer.Errors;

namespace Deployer.Artifacts;

/// <summary>
/// The optional <c>&lt;file&gt;.sha256</c> beside an artifact, in the forms that tools write: a digest alone, or with the file's name or path, as
/// <c>sha256sum</c>, <c>shasum</c>, BSD, OpenSSL, <c>certutil</c> and <c>Get-FileHash</c> have it; of several files, the line of this one counts.
/// </summary>
internal static partial class ChecksumFile
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The digest that the file states (<c>sha256:…</c>); null where there is no such file, or the source gives none out.</summary>
    /// <exception cref="StepFailedException">The file says something else.</exception>
    /// <exception cref="IOException">The source cannot be read now.</exception>
    public static async Task<string?> ReadAsync(IArtifactSource source, string artifact, CancellationToken cancellation)
    {
        await using var content = await OpenAsync(source, artifact + ".sha256", cancellation);
        if (content is null)
        {
            return null;
        }

        var bytes = new byte[MaxBytes + 1];
        var count = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return count <= MaxBytes && Parse(await DecodeAsync(bytes, count, cancellation), artifact) is { } digest
            ? digest
            : throw new StepFailedException($"The checksum file '{artifact}.sha256' has no line with a SHA-256 for '{artifact}', or several that differ.");
    }

    /// <summary>The digest in <paramref name="text"/>, or null where it has none for <paramref name="artifact"/>, or more than one.</summary>
    public static string? Parse(string text, string artifact)
    {
        HashSet<string> named = new(StringComparer.Ordinal);
        HashSet<string> nameless = new(StringComparer.Ordinal);
        var namesOther = false;
        string? announced = null;
        foreach (var line in text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#'))
        {
            if (FindDigest(line) is not var (digest, name))
            {
                // The head of a digest that follows, or what a tool says besides; with a digest in it, it would be one that is not understood.
                announced = Announcement().Match(line) is { Success: true } head ? head.Groups["name"].Value : announced;
                continue;
            }

            name = name.Length > 0 ? name : announced ?? "";
            namesOther |= name.Length > 0 && !IsName(name, artifact);
            if (name.Length == 0)
            {
                nameless.Add(digest);
            }
            else if (IsName(name, artifact))
            {
                named.Add(digest);
            }
        }

        // A digest without a name is this file's only where none is said to be of another.
        var digests = named.Count > 0 || namesOther ? named : nameless;
        return digests.Count == 1 && (named.Count == 0 || nameless.IsSubsetOf(named)) ? "sha256:" + digests.Single() : null;
    }

    private static async Task<Stream?> OpenAsync(IArtifactSource source, string name, CancellationToken cancellation)
    {
        try
        {
            return await source.OpenAsync(name, cancellation);
        }
        catch (SourceForbidsException)
        {
            // As where there is none: it is optional, and the digest that was asked for decides.
            return null;
        }
    }

    // UTF-8, or what a byte order mark says: PowerShell writes UTF-16.
    private static async Task<string> DecodeAsync(byte[] bytes, int count, CancellationToken cancellation)
    {
        using var reader = new StreamReader(new MemoryStream(bytes, 0, count), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static (string Digest, string Name)? FindDigest(string line)
    {
        foreach (var form in (Regex[])[Plain(), Tagged(), Labelled(), Spaced()])
        {
            if (form.Match(line) is { Success: true } match)
            {
                return (match.Groups["digest"].Value.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(), match.Groups["name"].Value);
            }
        }

        return null;
    }

    // What matters of a path is its last part.
    private static bool IsName(string name, string artifact) => name[(name.LastIndexOfAny(['/', '\\']) + 1)..] == artifact;

    // sha256sum and shasum: a mark says whether the file was read as text.
    [GeneratedRegex(@"^\\?(?<digest>[0-9A-Fa-f]{64})([ \t]+[*?^U]?(?<name>[^ \t].*))?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();

    // BSD and OpenSSL.
    [GeneratedRegex(@"^SHA(2-)?256 ?\((?<name>.+)\) ?= ?(?<digest>[0-9A-Fa-f]{64})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Tagged();

    // Get-FileHash, as a table and as a list.
    [GeneratedRegex(@"^(SHA256[ \t]+|Hash[ \t]*:[ \t]*)(?<digest>[0-9A-Fa-f]{64})([ \t]+(?<name>[^ \t].*))?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Labelled();

    // Older certutil: the bytes apart.
    [GeneratedRegex("^(?<digest>[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2}){31})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Spaced();

    // certutil.
    [GeneratedRegex("^SHA256 hash of (file )?(?<name>.+):$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Announcement();
}
