using System.Collections.Frozen;
using Deploy.V1;
using Gatekeeper.Seam;

namespace Gatekeeper.Calls;

/// <summary>The exact paths that the gatekeeper answers itself.</summary>
internal static class LocalPaths
{
    /// <summary>Whether the process is alive.</summary>
    public const string Healthz = "/healthz";

    /// <summary>Whether calls can be served.</summary>
    public const string Readyz = "/readyz";

    private static readonly FrozenDictionary<string, LocalEndpoint> Grpc = new Dictionary<string, LocalEndpoint>
    {
        ["/grpc.health.v1.Health/Check"] = LocalEndpoint.Open,
        ["/grpc.health.v1.Health/Watch"] = LocalEndpoint.Open,
        ["/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"] = LocalEndpoint.Authenticated,
        ["/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"] = LocalEndpoint.Authenticated,
    }.ToFrozenDictionary();

    /// <summary>Which of them <paramref name="path"/> is on gRPC.</summary>
    public static LocalEndpoint FindGrpc(string path) => Grpc.GetValueOrDefault(path);

    /// <summary>Which of them <paramref name="path"/> is on REST.</summary>
    /// <exception cref="CallException">It is one, but not with this method.</exception>
    public static LocalEndpoint FindRest(string httpMethod, ReadOnlySpan<char> path)
    {
        if (path is not (Healthz or Readyz))
        {
            return LocalEndpoint.None;
        }

        return HttpMethods.IsGet(httpMethod)
            ? LocalEndpoint.Open
            : throw new CallException(new CallError(ErrorReason.MethodNotAllowed, "This resource has other methods.") { AllowedMethod = HttpMethods.Get });
    }
}
