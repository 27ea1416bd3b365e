using Deploy.V1;
using Deployer.Audit;
using Deployer.Configuration;
using Deployer.Errors;
using Gateway.Contract.Grants;
using Gateway.Contract.Methods;
using Gateway.Contract.Visibility;
using Gateway.Hosting.Rpc;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Deployer.Grants;

/// <summary>
/// Stands before every method: reads the call's message whole, verifies its grant against exactly these bytes and the policies that it
/// was decided with, and only then lets the call through, with an <see cref="ApprovedCall"/> for the handler.
/// </summary>
internal sealed partial class GrantMiddleware(
    RequestDelegate next, MethodCatalog methods, GrantVerifier verifier, RevisionRule revisions, WorkerLog log, DeployerOptions options, ILogger<GrantMiddleware> logger)
{
    /// <summary>Verifies a call.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        ContractMethod? method = null;
        try
        {
            method = MethodOf(context);
            var frame = await FrameReader.ReadAsync(context.Request.BodyReader, options.Limits.MaxMessageBytes, context.RequestAborted);
            var call = new ReceivedCall(method, GrantOf(context), OneOf(context, VisibleList.MetadataKey, "list of what is visible"), OneOf(context, CallerDocument.MetadataKey, "caller document"), frame.AsMemory(GrpcFrame.HeadLength));
            var approved = ApprovedCall.Verify(verifier, call);
            await revisions.RequireAsync(approved.Grant, context.RequestAborted);
            context.Features.Set(approved);
            context.Request.Body = new MemoryStream(frame, writable: false);
        }
        catch (GrantRefusedException e)
        {
            LogRefused(logger, context.Request.Path, e.Reason, e.Message);
            log.NoteRefusal(e.Reason, NameOf(method), e.Message);
            GrpcErrorResponse.Write(context, GrantErrors.From(e.Reason));
            return;
        }
        catch (RpcException e)
        {
            LogMalformed(logger, context.Request.Path, e.Status.Detail);
            log.NoteRefusal(GrantErrors.ReasonOf(e), NameOf(method), e.Status.Detail);
            GrpcErrorResponse.Write(context, e);
            return;
        }
        catch (BadHttpRequestException e)
        {
            // The server's own limits, met while the message was read.
            LogMalformed(logger, context.Request.Path, e.Message);
            log.NoteRefusal(ErrorReason.TooLarge, NameOf(method), e.Message);
            GrpcErrorResponse.Write(context, DeployerErrors.Create(StatusCode.ResourceExhausted, ErrorReason.TooLarge, "The message is too large or came too slowly."));
            return;
        }
        catch (Exception e) when ((e is IOException or OperationCanceledException) && context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone before its message was whole.
            return;
        }

        await next(context);
    }

    private static string NameOf(ContractMethod? method) => method?.GrpcPath ?? "";

    // By the endpoint that routing has found, and only under the one spelling of its path: routing itself forgives others.
    private ContractMethod MethodOf(HttpContext context)
    {
        var name = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName;
        var isCanonical = name is not null && context.Features.Get<IHttpRequestFeature>()?.RawTarget == name
            && HttpMethods.IsPost(context.Request.Method) && context.Request.ContentType is "application/grpc" or "application/grpc+proto";
        if (name is null || !isCanonical || methods.Find(name) is not { } method)
        {
            throw DeployerErrors.Create(StatusCode.Unimplemented, ErrorReason.UnknownMethod, "There is no such method.");
        }

        var encoding = context.Request.Headers["grpc-encoding"];
        return encoding.Count == 0 || encoding == "identity"
            ? method
            : throw DeployerErrors.Create(StatusCode.Unimplemented, ErrorReason.UnsupportedEncoding, "Compressed messages are not accepted.");
    }

    private static string GrantOf(HttpContext context) => context.Request.Headers[GrantFormat.MetadataKey] switch
    {
        { Count: 1 } one when one[0] is { Length: > 0 } grant => grant,
        { Count: 0 } => throw new GrantRefusedException(ErrorReason.GrantMissing, "there is none"),
        _ => throw new GrantRefusedException(ErrorReason.GrantInvalid, "there is more than one, or an empty one"),
    };

    private static string? OneOf(HttpContext context, string key, string what) => context.Request.Headers[key] switch
    {
        { Count: 0 } => null,
        { Count: 1 } one => one[0] ?? "",
        _ => throw new GrantRefusedException(ErrorReason.GrantInvalid, $"there is more than one {what}"),
    };

    [LoggerMessage(EventId = 12001, Level = LogLevel.Warning, Message = "Refused {Path}, {Reason}: the grant does not hold, {Detail}.")]
    private static partial void LogRefused(ILogger logger, PathString path, ErrorReason reason, string detail);

    [LoggerMessage(EventId = 12002, Level = LogLevel.Warning, Message = "Refused {Path}: {Detail}")]
    private static partial void LogMalformed(ILogger logger, PathString path, string detail);
}
