using System.Text;
using Deployer.Artifacts.Sources;
using Deployer.Errors;
using Gateway.Contract.Validation;

namespace Deployer.Artifacts;

/// <summary>The optional <c>&lt;file&gt;.sha256</c> beside an artifact, in the form of <c>sha256sum</c>: a digest, and perhaps the file's name.</summary>
internal static class ChecksumFile
{
    private const int MaxBytes = 1024;

    /// <summary>The digest that the file states (<c>sha256:…</c>); null where there is no such file.</summary>
    /// <exception cref="StepFailedException">The file says something else.</exception>
    /// <exception cref="IOException">The source cannot be read now.</exception>
    public static async Task<string?> ReadAsync(IArtifactSource source, string artifact, CancellationToken cancellation)
    {
        await using var content = await source.OpenAsync(artifact + ".sha256", cancellation);
        if (content is null)
        {
            return null;
        }

        var bytes = new byte[MaxBytes + 1];
        var count = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return count <= MaxBytes && Parse(Encoding.UTF8.GetString(bytes, 0, count), artifact) is { } digest
            ? digest
            : throw new StepFailedException("The checksum file beside the artifact is malformed or names another file.");
    }

    /// <summary>The digest in <paramref name="text"/>, or null where it is not one for <paramref name="artifact"/>.</summary>
    public static string? Parse(string text, string artifact)
    {
        var words = text.TrimEnd('\n', '\r').Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var namesOther = words.Length > 2 || (words.Length == 2 && words[1].TrimStart('*') != artifact);
        return words.Length > 0 && !namesOther && FieldRules.IsDigest("sha256:" + words[0]) ? "sha256:" + words[0] : null;
    }
}
