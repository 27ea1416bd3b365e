using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Gatekeeper.Tests.Support;

/// <summary>Writes gRPC by hand over HTTP/2, so that a test can write it wrong.</summary>
internal static class GrpcExchange
{
    public const string Prefix = "/deploy.v1.DeployService/";

    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public static HttpRequestMessage Request(string path, byte[] body, string contentType = "application/grpc")
    {
        // An absolute address is taken as it is: no escape in it is undone on the way.
        var address = path.StartsWith('/') ? new Uri(path, UriKind.Relative) : new Uri(path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Version = HttpVersion.Version20, Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        return request;
    }

    public static Task<Reply> SendAsync(HttpClient client, string method, IMessage message) =>
        SendAsync(client, Request(Prefix + method, Frame(message.ToByteArray())));

    public static async Task<Reply> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        var headers = response.Headers.Concat(response.TrailingHeaders).Concat(response.Content.Headers)
            .GroupBy(header => header.Key.ToLowerInvariant()).ToDictionary(group => group.Key, group => group.First().Value.First());
        return new Reply(response.StatusCode, headers, body);
    }

    internal sealed record Reply(HttpStatusCode Http, Dictionary<string, string> Headers, byte[] Body)
    {
        public StatusCode Code => (StatusCode)int.Parse(Headers["grpc-status"]);

        public string DecisionId => Headers["decision-id"];

        public Status Details => Status.Parser.ParseFrom(Convert.FromBase64String(Pad(Headers["grpc-status-details-bin"])));

        public string Reason => Details.Details[0].Unpack<Google.Rpc.ErrorInfo>().Reason;

        public byte[] Message => Body[5..];

        private static string Pad(string text) => text.PadRight((text.Length + 3) / 4 * 4, '=');
    }
}
