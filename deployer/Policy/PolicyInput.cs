using Deployer.Facts;
using Rego.Values;

namespace Deployer.Policy;

/// <summary>Builds what the deployer's policies see. Every artifact fact in it was verified here, not told.</summary>
internal static class PolicyInput
{
    /// <summary>The input of <c>data.deployer.artifact</c>.</summary>
    /// <param name="snapshot">The deployment, its artifact fetched.</param>
    /// <param name="promotions">Where this digest has been.</param>
    public static RegoObject ForArtifact(DeploymentSnapshot snapshot, Promotions promotions) => RegoObject.From(
        ("deployment", Deployment(snapshot)),
        ("artifact", Artifact(snapshot, promotions)));

    /// <summary>The input of <c>data.deployer.credentials</c>.</summary>
    public static RegoObject ForCredential(DeploymentSnapshot snapshot, Promotions promotions, string credential, string purpose) => RegoObject.From(
        ("deployment", Deployment(snapshot)),
        ("artifact", Artifact(snapshot, promotions)),
        ("credential", RegoObject.From(("name", RegoString.From(credential)), ("environment", RegoString.From(snapshot.Request.Environment)), ("purpose", RegoString.From(purpose)))));

    private static RegoObject Deployment(DeploymentSnapshot snapshot)
    {
        var request = snapshot.Request;
        return RegoObject.From(
            ("deployment_id", RegoString.From(snapshot.Id)),
            ("action", RegoString.From(request.RollbackOf.Length > 0 ? "rollback" : "deploy")),
            ("application", RegoString.From(request.Application)),
            ("environment", RegoString.From(request.Environment)),
            ("version", RegoString.From(request.Version)),
            ("requested_by", RegoString.From(request.Authorization.Client)),
            ("decision_id", RegoString.From(request.Authorization.DecisionId)),
            ("policy_revision", RegoString.From(request.Authorization.PolicyRevision)),
            ("caller", RegoJson.Parse(request.Authorization.Caller.GetRawText())),
            ("reason", RegoString.From(request.Reason)),
            ("annotations", RegoObject.From(request.Annotations.Select(a => KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From(a.Key), RegoString.From(a.Value))))));
    }

    private static RegoObject Artifact(DeploymentSnapshot snapshot, Promotions promotions)
    {
        var artifact = snapshot.Artifact ?? throw new InvalidOperationException("The artifact is not fetched.");
        var builder = new RegoObjectBuilder(9);
        builder.TryAdd(RegoString.From("digest"), RegoString.From(artifact.Digest));
        builder.TryAdd(RegoString.From("size"), RegoNumber.From(artifact.Size));
        builder.TryAdd(RegoString.From("name"), RegoString.From(artifact.Name));
        builder.TryAdd(RegoString.From("source"), RegoString.From(artifact.Source));
        builder.TryAdd(RegoString.From("signatures"), RegoArray.From([]));
        builder.TryAdd(RegoString.From("provenance"), RegoArray.From([]));
        builder.TryAdd(RegoString.From("succeeded_in"), RegoArray.From([.. promotions.SucceededIn.Select(RegoString.From)]));
        builder.TryAdd(RegoString.From("undone"), RegoArray.From([.. promotions.Undone.Select(RegoString.From)]));
        if (snapshot.Request.Digest.Length > 0)
        {
            builder.TryAdd(RegoString.From("declared_digest"), RegoString.From(snapshot.Request.Digest));
        }

        return builder.Build();
    }
}
