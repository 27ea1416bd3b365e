using Deployer.Facts;
using Gateway.Contract.Hashing;

namespace Deployer.Deployments;

/// <summary>What makes two requests with the same id the same: who asks, for what, and why.</summary>
internal static class RequestFingerprint
{
    /// <summary>The SHA-256 of everything that the caller said.</summary>
    public static byte[] Of(DeploymentAccepted request) => ListHash.Compute(
    [
        request.Authorization.Client, request.Application, request.Environment, request.Version, request.Digest,
        request.Reason, request.RollbackOf, .. request.Annotations.SelectMany(a => (string[])[a.Key, a.Value]),

        // After the pairs of annotations it stands alone, and where there is none, the bytes are those of requests from before there was one.
        .. request.Exception.Length > 0 ? (string[])[request.Exception] : [],
    ]);
}
