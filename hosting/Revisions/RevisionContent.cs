using Rego.Loading;

namespace Gateway.Hosting.Revisions;

/// <summary>The files of a revision as they stood together at one moment.</summary>
internal sealed class RevisionContent
{
    private readonly Lazy<string> _digest;

    public RevisionContent(IReadOnlyList<PolicyFile> files)
    {
        Files = files;
        _digest = new Lazy<string>(() => PolicyDirectory.DigestOf(files));
    }

    /// <value>The files, sorted by path.</value>
    public IReadOnlyList<PolicyFile> Files { get; }

    /// <value><c>sha256:</c> and the digest over all paths and contents: the revision's name.</value>
    public string Digest => _digest.Value;
}
