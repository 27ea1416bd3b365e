using System.Net.Sockets;
using System.Security.Authentication;

namespace Rego.Builtins.Http;

/// <summary>Says in Go's words why there was no connection or no answer.</summary>
internal static class HttpFailure
{
    internal static string Describe(Exception failure, HttpCall call)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpSendException own:
                    return own.Message;
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return $"dial tcp {call.Url.IdnHost}:{call.Url.Port}: connect: connection refused";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return $"dial tcp: lookup {call.Url.IdnHost}: no such host";
                case SocketException socket:
                    return $"dial tcp {call.Url.IdnHost}:{call.Url.Port}: connect: {socket.Message}";
                case AuthenticationException tls:
                    return $"tls: failed to verify certificate: {tls.Message}";
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return "EOF";
                default:
                    break;
            }
        }

        return failure.Message;
    }
}
