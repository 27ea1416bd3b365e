using Rego;
using Rego.Values;

namespace Gateway.Hosting.Revisions;

/// <summary>One revision of the policies, compiled. Immutable and thread-safe.</summary>
public sealed class Revision
{
    /// <summary>The decision at the door.</summary>
    public const string DecisionQuery = "data.gatekeeper.decision";

    /// <summary>May this artifact go there?</summary>
    public const string ArtifactQuery = "data.deployer.artifact";

    /// <summary>May this deployment read this credential?</summary>
    public const string CredentialsQuery = "data.deployer.credentials";

    internal Revision(string digest, long? serial, CompiledPolicy policy, RegoObject data)
    {
        Data = data;
        Digest = digest;
        Serial = serial;
        Decision = policy.Prepare(DecisionQuery);
        Artifact = policy.Prepare(ArtifactQuery);
        Credentials = policy.Prepare(CredentialsQuery);
    }

    /// <value><c>sha256:</c> and the digest over all files: the revision's name.</value>
    public string Digest { get; }

    /// <value>The serial of the manifest (<c>metadata.serial</c>), which orders revisions; null where it gives none.</value>
    public long? Serial { get; }

    /// <value>The data of its files: a member a document, such as <c>destinations</c>.</value>
    public RegoObject Data { get; }

    /// <value>Asks <see cref="DecisionQuery"/>.</value>
    public PreparedQuery Decision { get; }

    /// <value>Asks <see cref="ArtifactQuery"/>.</value>
    public PreparedQuery Artifact { get; }

    /// <value>Asks <see cref="CredentialsQuery"/>.</value>
    public PreparedQuery Credentials { get; }
}
