using Gateway.Hosting.Rpc;
using Grpc.Core;

namespace Deployer.Grants;

/// <summary>Answers a call with an error before gRPC has taken it: a response of headers only.</summary>
internal static class GrpcErrorResponse
{
    /// <summary>Writes the error.</summary>
    public static void Write(HttpContext context, RpcException error)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = "application/grpc";
        foreach (var (name, value) in StatusHeaders.Of(error.GetRpcStatus() ?? new Google.Rpc.Status { Code = (int)error.StatusCode, Message = error.Status.Detail }))
        {
            context.Response.Headers[name] = value;
        }
    }
}
