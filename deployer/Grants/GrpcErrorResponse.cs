using System.Text;
using Grpc.Core;

namespace Deployer.Grants;

/// <summary>Answers a call with an error before gRPC has taken it: a response of headers only (gRPC over HTTP/2, "Trailers-Only").</summary>
internal static class GrpcErrorResponse
{
    /// <summary>Writes the error.</summary>
    public static void Write(HttpContext context, RpcException error)
    {
        HttpResponse response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = ((int)error.StatusCode).ToString();
        response.Headers["grpc-message"] = PercentEncode(error.Status.Detail);
        foreach (Metadata.Entry entry in error.Trailers.Where(e => e.IsBinary))
        {
            response.Headers[entry.Key] = Convert.ToBase64String(entry.ValueBytes).TrimEnd('=');
        }
    }

    private static string PercentEncode(string message)
    {
        var encoded = new StringBuilder(message.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(message))
        {
            _ = b is >= 0x20 and <= 0x7e and not (byte)'%' ? encoded.Append((char)b) : encoded.Append('%').Append(b.ToString("X2"));
        }

        return encoded.ToString();
    }
}
