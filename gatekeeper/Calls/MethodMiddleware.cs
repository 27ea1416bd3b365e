using Deploy.V1;
using Gatekeeper.Seam;

namespace Gatekeeper.Calls;

/// <summary>Finds the one method that a request reaches, by its whole path, its HTTP method and its media type.</summary>
internal sealed class MethodMiddleware(RequestDelegate next, MethodCatalog catalog)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var context = CallContext.Of(http);
        var target = EdgeMiddleware.RawTargetOf(http);
        if (context.Arrival.Door == CallContext.Grpc)
        {
            FindGrpc(http.Request, context, target);
        }
        else
        {
            FindRest(http.Request, context, target);
        }

        return next(http);
    }

    private void FindGrpc(HttpRequest request, CallContext context, string target)
    {
        context.Method = catalog.FindGrpc(target);
        context.Local = context.Method is null ? LocalPaths.FindGrpc(target) : LocalEndpoint.None;
        if (context.Method is null && context.Local == LocalEndpoint.None)
        {
            throw new CallException(UnknownGrpc(target));
        }

        if (!HttpProtocol.IsHttp2(request.Protocol) || !HttpMethods.IsPost(request.Method))
        {
            throw new CallException(new CallError(ErrorReason.MethodNotAllowed, "gRPC is POST over HTTP/2.") { AllowedMethod = HttpMethods.Post });
        }

        if (!MediaTypes.IsGrpcProtobuf(request.ContentType))
        {
            throw new CallException(ErrorReason.UnsupportedMediaType, "The content type must be application/grpc or application/grpc+proto.");
        }
    }

    private CallError UnknownGrpc(string target)
    {
        TargetRules.Split(target, out var path, out _);
        var isOtherSpelling = path.Length != target.Length || catalog.IsOtherSpelling(target) || catalog.FindGrpc(path.ToString()) is not null;
        return isOtherSpelling
            ? new CallError(ErrorReason.NonCanonicalPath, "The request's target is not in its canonical form.")
            : new CallError(ErrorReason.UnknownMethod, "There is no such method.");
    }

    private void FindRest(HttpRequest request, CallContext context, string target)
    {
        TargetRules.Split(target, out var path, out var query);
        context.Local = LocalPaths.FindRest(request.Method, path);
        if (context.Local != LocalEndpoint.None && query.IsEmpty)
        {
            return;
        }

        if (catalog.FindGrpc(path.ToString()) is not null || LocalPaths.FindGrpc(path.ToString()) != LocalEndpoint.None)
        {
            throw new CallException(ErrorReason.UnsupportedMediaType, "The content type must be application/grpc or application/grpc+proto.");
        }

        context.Method = catalog.FindRest(request.Method, path, out var values);
        context.PathValues = values;
        context.Query = query.ToString();
    }
}
