using System.Globalization;
using Deploy.V1;
using Gatekeeper.Seam;
using Gateway.Contract.Grants;
using Gateway.Hosting.Rpc;
using Status = Google.Rpc.Status;

namespace Gatekeeper.Calls;

/// <summary>Writes a refusal in the shape of its door: a trailers-only gRPC response, or a JSON document.</summary>
internal static class ErrorResponder
{
    private const string GrpcContentType = "application/grpc";
    private const string JsonContentType = "application/json; charset=utf-8";

    /// <summary>Answers with a refusal of ours. Does nothing where an answer has begun already.</summary>
    public static Task WriteAsync(HttpContext http, CallContext context, CallError error)
    {
        if (http.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        var status = StatusBuilder.Build(error, error.IsOnlyCounted ? null : context.Arrival.DecisionId);
        AddHeaders(http, error);
        if (error.IsOnlyCounted)
        {
            // An id that no record has would be looked for in vain.
            http.Response.Headers.Remove(GrantFormat.DecisionIdKey);
        }

        return WriteStatusAsync(http, context, status, ErrorTable.For(error.Reason).Http);
    }

    /// <summary>Answers with a status, ours or the deployer's.</summary>
    public static Task WriteAsync(HttpContext http, CallContext context, Status status, int httpStatus)
    {
        http.Response.Headers[GrantFormat.DecisionIdKey] = context.Arrival.DecisionId;
        return WriteStatusAsync(http, context, status, httpStatus);
    }

    /// <summary>Adds a status to the headers of a trailers-only response, or to the trailers of a longer one.</summary>
    public static void AddStatus(IHeaderDictionary headers, Status status)
    {
        foreach (var (name, value) in StatusHeaders.Of(status))
        {
            headers[name] = value;
        }
    }

    private static Task WriteStatusAsync(HttpContext http, CallContext context, Status status, int httpStatus)
    {
        if (context.Arrival.Door == CallContext.Grpc)
        {
            WriteTrailersOnly(http.Response, status);
            return Task.CompletedTask;
        }

        var body = StatusJson.Write(status, httpStatus);
        http.Response.StatusCode = httpStatus;
        http.Response.ContentType = JsonContentType;
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    private static void WriteTrailersOnly(HttpResponse response, Status status)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = GrpcContentType;
        AddStatus(response.Headers, status);
    }

    private static void AddHeaders(HttpContext http, CallError error)
    {
        var headers = http.Response.Headers;
        switch (error.Reason)
        {
            case ErrorReason.MissingCredentials:
                headers.WWWAuthenticate = "Bearer realm=\"gatekeeper\"";
                break;
            case var reason when ErrorTable.IsTokenFault(reason):
                headers.WWWAuthenticate = "Bearer realm=\"gatekeeper\", error=\"invalid_token\"";
                break;
            case ErrorReason.MethodNotAllowed:
                headers.Allow = error.AllowedMethod;
                break;
            case ErrorReason.UnsupportedEncoding:
                headers["grpc-accept-encoding"] = "identity,gzip";
                break;
        }

        if (error.RetryAfter is { } delay)
        {
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
    }
}
