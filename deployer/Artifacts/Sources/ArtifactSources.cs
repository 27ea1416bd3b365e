using System.Buffers;
using Deployer.Configuration;
using Deployer.Errors;
using Gateway.Contract.Validation;
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

    /// <summary>Checks the names and addresses of all configured sources.</summary>
    /// <exception cref="ConfigurationException">One cannot be used.</exception>
    public void Check(DeployerOptions options)
    {
        foreach (var (name, source) in options.Sources)
        {
            var key = $"Deployer:Sources:{name}";
            Setting.Require(FieldRules.IsName(name), key, name, "a name of a-z, 0-9 and '-'");
            Setting.Require(source.Directory.Length > 0 != source.Url.Length > 0, key, source.Address, "a Directory or a Url, one of the two");
            CheckAddress($"{key}:{(source.Directory.Length > 0 ? "Directory" : "Url")}", source.Address, isPath: source.Directory.Length > 0);
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

    private void CheckAddress(string key, string address, bool isPath)
    {
        // Placeholders hold characters that an address may not; they stand for names that do not.
        Setting.Require(!Placeholders.MayCollide(address), key, address, "an address with {application} and {environment} in parts of their own: one's artifacts would be another's");
        var filled = Placeholders.Fill(address, "a", "e");
        var valid = kinds.Where(kind => kind.Schemes.Contains("") == isPath);
        Setting.Require((SchemeOf(filled).Length == 0) == isPath && KindOf(filled)?.IsValid(filled) == true, key, address, string.Join(" or ", valid.Select(kind => kind.Valid)));
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
