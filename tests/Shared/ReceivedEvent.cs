using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Shared;

/// <summary>One request that a receiver was sent.</summary>
/// <param name="Headers">Its headers, by lower-case names.</param>
/// <param name="Body">Its body.</param>
/// <param name="Line">Method, path and query.</param>
internal sealed record ReceivedEvent(IReadOnlyDictionary<string, string> Headers, byte[] Body, string Line)
{
    private readonly Lazy<JsonNode> _json = new(() => JsonNode.Parse(Body)!);

    public JsonNode Json => _json.Value;

    public string Id => (string)Json["id"]!;

    public string Type => (string)Json["type"]!;

    public string? Subject => (string?)Json["subject"];

    public JsonNode Data => Json["data"]!;

    public long Timestamp => long.Parse(Headers["webhook-timestamp"]);

    public string[] Signatures => Headers["webhook-signature"].Split(' ');

    /// <summary>Whether one of the signatures is right, computed from what the specification says and nothing else.</summary>
    public bool IsSignedWith(byte[] secret)
    {
        var content = Encoding.UTF8.GetBytes($"{Headers["webhook-id"]}.{Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(Body)}");
        return Signatures.Contains("v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, content)));
    }
}
