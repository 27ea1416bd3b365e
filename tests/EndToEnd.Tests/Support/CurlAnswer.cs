using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>An HTTP answer as curl shows it.</summary>
internal sealed record CurlAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException("The body is the JSON null.");

    public string DecisionId => Headers.GetValueOrDefault("decision-id", "");

    public JsonNode Error => Json["error"]!;

    /// <value>The reasons of the policy, as the error's details have them.</value>
    public IReadOnlyList<string> PolicyReasons =>
    [
        .. Error["details"]!.AsArray()
            .Where(detail => ((string?)detail!["@type"])?.EndsWith("google.rpc.PreconditionFailure", StringComparison.Ordinal) == true)
            .SelectMany(detail => detail!["violations"]!.AsArray())
            .Select(violation => (string)violation!["description"]!),
    ];

    public static CurlAnswer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = text[..end].Split("\r\n");
        var headers = head.Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "", StringComparer.OrdinalIgnoreCase);
        return new CurlAnswer(int.Parse(head[0].Split(' ')[1]), headers, text[(end + 4)..]);
    }
}
