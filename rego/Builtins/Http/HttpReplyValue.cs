using System.Text.Json;
using Rego.Networking;
using Rego.Values;
using Rego.Yaml;
using YamlDotNet.Core;

namespace Rego.Builtins.Http;

/// <summary>Answers as policies see them.</summary>
internal static class HttpReplyValue
{
    private const int BytesPerByte = 12;

    internal static RegoObject Of(BuiltinContext context, HttpReply reply, bool forceJson, bool forceYaml)
    {
        context.Charge(1 + reply.Body.Length, (long)reply.Body.Length * BytesPerByte);
        return RegoObject.From(
            ("status", RegoString.From(reply.Status)),
            ("status_code", RegoNumber.From(reply.StatusCode)),
            ("body", BodyOf(reply, forceJson, forceYaml)),
            ("raw_body", RegoString.From(GoText.FromBytes(reply.Body))),
            ("headers", HeadersOf(reply)));
    }

    /// <summary>What stands for an answer that there is not, where the policy wants to go on.</summary>
    internal static RegoObject OfFailure(bool isNetwork, string problem) => RegoObject.From(
        ("status_code", RegoNumber.From(0)),
        ("error", RegoObject.From(
            ("code", RegoString.From(isNetwork ? "eval_http_send_network_error" : "eval_http_send_internal_error")),
            ("message", RegoString.From(problem)))));

    /// <summary>What the body says; null where it is of another kind or cannot be read.</summary>
    private static RegoValue BodyOf(HttpReply reply, bool forceJson, bool forceYaml)
    {
        var type = reply.Header("content-type") ?? string.Empty;
        try
        {
            return forceJson || IsJson(type) ? RegoJson.Parse(reply.Body, JsonFunctions.Limits)
                : forceYaml || IsYaml(type) ? new YamlReader(new StringReader(GoText.FromBytes(reply.Body)), refuseDuplicates: false).ReadDocument()
                : RegoNull.Instance;
        }
        catch (Exception e) when (e is JsonException or YamlException)
        {
            return RegoNull.Instance;
        }
    }

    private static bool IsJson(string type)
    {
        var media = type.Split(';')[0].Trim().ToLowerInvariant();
        return media == "application/json" || (media.StartsWith("application/", StringComparison.Ordinal) && media.EndsWith("+json", StringComparison.Ordinal));
    }

    private static bool IsYaml(string type) =>
        type.Contains("application/yaml", StringComparison.Ordinal) || type.Contains("application/x-yaml", StringComparison.Ordinal);

    private static RegoObject HeadersOf(HttpReply reply) => RegoObject.From(reply.Headers.Select(header => KeyValuePair.Create<RegoValue, RegoValue>(
        RegoString.From(header.Key), RegoArray.From(header.Value.Select(value => (RegoValue)RegoString.From(value))))));
}
