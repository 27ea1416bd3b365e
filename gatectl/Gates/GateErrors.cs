using System.Security.Authentication;
using Gatectl.CommandLine;
using Gateway.Contract.Grants;
using Google.Rpc;
using Grpc.Core;
using StatusCode = Grpc.Core.StatusCode;

namespace Gatectl.Gates;

/// <summary>Turns what a gate answers with, or that it does not answer, into a failure in words.</summary>
internal static class GateErrors
{
    private const string Domain = "gatekeeper";

    public static CommandFailure ToFailure(RpcException exception)
    {
        var status = StatusOf(exception);
        var details = DetailsOf(status);
        var reason = ReasonOf(status);
        return new CommandFailure(ExitCodeOf(exception), Without(details, MessageOf(exception)), exception)
        {
            Reason = reason,
            Details = details,
            Advice = ReasonAdvice.Of(reason),
            DecisionId = DecisionIdOf(exception),
        };
    }

    /// <summary>The stable reason of what the gate answered; <c>null</c> where it was not the gate, or gave none.</summary>
    public static string? ReasonOf(RpcException exception) => ReasonOf(StatusOf(exception));

    private static string? ReasonOf(Google.Rpc.Status? status) => status?.GetDetail<ErrorInfo>() is { Domain: Domain } info ? info.Reason : null;

    private static int ExitCodeOf(RpcException exception) => exception.StatusCode switch
    {
        // It was not the gate that answered: there was no connection, or none that could be trusted.
        _ when exception.Status.DebugException is HttpRequestException => ExitCode.Unavailable,
        StatusCode.InvalidArgument => ExitCode.Usage,
        StatusCode.PermissionDenied => ExitCode.Denied,
        StatusCode.Unauthenticated => ExitCode.Unauthenticated,
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted => ExitCode.Unavailable,
        _ => ExitCode.Failed,
    };

    private static string MessageOf(RpcException exception)
    {
        var cause = exception.Status.DebugException;
        return cause switch
        {
            null => exception.Status.Detail is { Length: > 0 } detail ? detail : $"the gate answered {exception.StatusCode}.",
            _ when Find<AuthenticationException>(cause) is { } tls => $"the gate's certificate is not trusted: {tls.Message.TrimEnd('.')}. Name its authority with --ca.",
            _ => $"the gate cannot be reached: {Innermost(cause).Message}",
        };
    }

    /// <summary>The message for clients that show nothing else repeats the details; here they are shown one by one.</summary>
    private static string Without(List<string> details, string message)
    {
        var repeated = ": " + string.Join("; ", details);
        return details.Count > 0 && message.EndsWith(repeated, StringComparison.Ordinal) ? message[..^repeated.Length] : message;
    }

    private static Google.Rpc.Status? StatusOf(RpcException exception)
    {
        try
        {
            return exception.GetRpcStatus();
        }
        catch (Exception malformed) when (malformed is Google.Protobuf.InvalidProtocolBufferException or ArgumentException or FormatException)
        {
            // The status code and its message still stand; details that cannot be read are none.
            return null;
        }
    }

    private static List<string> DetailsOf(Google.Rpc.Status? status)
    {
        List<string> details = [];
        foreach (var any in status?.Details ?? [])
        {
            if (any.TryUnpack<BadRequest>(out var badRequest))
            {
                details.AddRange(badRequest.FieldViolations.Select(violation => $"{violation.Field}: {violation.Description}"));
            }
            else if (any.TryUnpack<PreconditionFailure>(out var precondition))
            {
                details.AddRange(precondition.Violations.Select(violation => violation.Description));
            }
        }

        return details;
    }

    private static string? DecisionIdOf(RpcException exception) => exception.Trailers.GetValue(GrantFormat.DecisionIdKey);

    private static T? Find<T>(Exception exception)
        where T : Exception
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
