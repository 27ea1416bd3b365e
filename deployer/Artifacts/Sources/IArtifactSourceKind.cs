namespace Deployer.Artifacts.Sources;

/// <summary>A kind of source of artifacts: knows its addresses and opens them.</summary>
internal interface IArtifactSourceKind
{
    /// <value>The schemes of its addresses, in lower case; the empty one is that of a path.</value>
    IReadOnlyList<string> Schemes { get; }

    /// <value>What its addresses look like, in words for whoever configures one.</value>
    string Valid { get; }

    /// <summary>Whether an address of one of its schemes can be used.</summary>
    bool IsValid(string address);

    /// <summary>The source at an address, placeholders filled in. Reads nothing yet.</summary>
    IArtifactSource Open(string address);
}
