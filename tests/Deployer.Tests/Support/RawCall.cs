using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Gateway.Contract.Grants;

namespace Deployer.Tests.Support;

/// <summary>A call written by hand, to say what no gRPC client would.</summary>
internal sealed class RawCall(string socket) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
            return new NetworkStream(connection, ownsSocket: true);
        },
    });

    public static byte[] Frame(byte[] message, byte flag = 0, int? length = null)
    {
        var size = length ?? message.Length;
        return [flag, (byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size, .. message];
    }

    /// <summary>The <c>grpc-status</c> of the answer; -1 where there is none.</summary>
    public Task<int> SendAsync(string path, byte[] body, string? grant, string contentType = "application/grpc", string method = "POST", string? encoding = null) =>
        SendAsync(path, new ByteArrayContent(body), grant, contentType, method, encoding);

    /// <summary>The <c>grpc-status</c> of the answer; -1 where there is none.</summary>
    public async Task<int> SendAsync(string path, HttpContent body, string? grant, string contentType = "application/grpc", string method = "POST", string? encoding = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("http://deployer" + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = method == "GET" ? null : body,
        };
        if (request.Content is not null)
        {
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        request.Headers.TE.ParseAdd("trailers");
        if (grant is not null)
        {
            request.Headers.Add(GrantFormat.MetadataKey, grant);
            if (GrantCodec.TryDecode(grant, out var decoded, out _) && decoded.Claims.CallerDocumentHash is not null)
            {
                request.Headers.Add(CallerDocument.MetadataKey, TestGatekeeper.Caller.Encode());
            }
        }

        if (encoding is not null)
        {
            request.Headers.Add("grpc-encoding", encoding);
        }

        using var response = await _client.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        var status = response.Headers.TryGetValues("grpc-status", out var inHeaders) ? inHeaders
            : response.TrailingHeaders.TryGetValues("grpc-status", out var inTrailers) ? inTrailers : null;
        return status is null ? -1 : int.Parse(status.Single());
    }

    public void Dispose() => _client.Dispose();
}
