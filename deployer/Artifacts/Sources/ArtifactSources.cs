using System.Buffers;
using Deployer.Configuration;
using Deployer.Errors;
using Gateway.Hosting.Settings;

namespace Deployer.Artifacts.Sources;

/// <summary>The kinds of sources of artifacts, each found by the scheme of its addresses.</summary>
internal sealed class ArtifactSources(params IReadOnlyList<IArtifactSourceKind> kinds) : IDisposable
{
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.-");

    /// <summary>All that this program has: a line a kind.</summary>
    public static ArtifactSources All() => new(
        new DirectorySourceKind(),
        new HttpSourceKind());

    /// <summary>The source at an address.</summary>
    /// <exception cref="StepFailedException">No kind has addresses of this scheme.</exception>
    public IArtifactSource For(string address) =>
        KindOf(address)?.Open(address) ?? throw new StepFailedException("The deployer knows no source of artifacts with such an address.");

    /// <summary>Checks the addresses of all applications' sources.</summary>
    /// <exception cref="ConfigurationException">One cannot be used.</exception>
    public void Check(DeployerOptions options)
    {
        foreach (var (application, settings) in options.Applications)
        {
            var address = settings.Artifacts.Source;

            // Placeholders hold characters that an address may not; they stand for names that do not.
            var filled = Placeholders.Fill(address, "a", "e");
            Setting.Require(
                KindOf(filled)?.IsValid(filled) == true, $"Deployer:Applications:{application}:Artifacts:Source", address, string.Join(" or ", kinds.Select(kind => kind.Valid)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var kind in kinds.OfType<IDisposable>())
        {
            kind.Dispose();
        }
    }

    private IArtifactSourceKind? KindOf(string address)
    {
        var scheme = SchemeOf(address);
        return kinds.FirstOrDefault(kind => kind.Schemes.Contains(scheme));
    }

    // As RFC 3986 has it; what has none is a path, also where a directory's name has a colon.
    private static string SchemeOf(string address)
    {
        var end = address.IndexOf(':', StringComparison.Ordinal);
        return end > 0 && char.IsAsciiLetter(address[0]) && address.AsSpan(0, end).IndexOfAnyExcept(SchemeCharacters) < 0 ? address[..end].ToLowerInvariant() : "";
    }
}
