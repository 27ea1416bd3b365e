using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Rego.Builtins.Times;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Requests signed for AWS (Signature Version 4).</summary>
internal static class AwsFunctions
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string DigestHeader = "x-amz-content-sha256";
    private const string DateHeader = "x-amz-date";
    private const string Unsigned = "UNSIGNED-PAYLOAD";

    private static readonly string[] RequiredOfRequest = ["method", "url"];
    private static readonly string[] RequiredOfConfig = ["aws_access_key", "aws_region", "aws_secret_access_key", "aws_service"];

    internal static IEnumerable<Builtin> All =>
    [
        new("providers.aws.sign_req", StringObject, StringObject, NumberT, AnyObject, Operands.Of<RegoObject, RegoObject, RegoNumber>(Sign)),
    ];

    private static RegoValue Sign(BuiltinContext context, RegoObject request, RegoObject config, RegoNumber time)
    {
        context.Charge(256, 4096);
        var problem = ProblemOf(request, RequiredOfRequest, 1, "request") ?? ProblemOf(config, RequiredOfConfig, 2, "AWS config");
        if (problem is not null)
        {
            return context.FailType(problem);
        }

        var disable = config.TryGetValue("disable_payload_signing", out var flag) ? flag : RegoBoolean.False;
        if (disable is not RegoBoolean { Value: var unsigned })
        {
            return context.FailType("operand 2 invalid value for 'disable_payload_signing' in AWS config");
        }

        if (!time.TryGetInt64(out var nanoseconds) || nanoseconds < 0)
        {
            return context.FailType("operand 3 could not convert time_ns value into a unix timestamp");
        }

        if (!UriParts.TryParse(TextOf(request, "url"), out var url))
        {
            return context.Fail("the request's url is no URL");
        }

        var moment = new ZonedMoment(nanoseconds, DateTimeZone.Utc);
        var own = OwnHeaders(context, request, config, url, GoTimeFormat.Format(moment, "20060102T150405Z"), unsigned);
        var given = GivenHeaders(request);

        // A header that the caller gave is signed as given, but sent as it must be.
        var headers = Merged(given, own);
        headers["Authorization"] = Authorization(request, config, url, Merged(own, given), own, GoTimeFormat.Format(moment, "20060102"));
        var signed = RegoObject.From(headers.Select(header => KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From(header.Key), RegoString.From(header.Value))));
        return RegoObject.From(request.Append(KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From("headers"), signed)));
    }

    private static string? ProblemOf(RegoObject members, string[] names, int operand, string what)
    {
        var missing = names.Where(name => !members.TryGetValue(name, out _)).ToArray();
        var wrong = names.Where(name => members[name] is not RegoString).ToArray();
        return missing.Length > 0 ? $"operand {operand} missing required {what} parameters(s): {SetOf(missing)}"
            : wrong.Length > 0 ? $"operand {operand} invalid values for required {what} parameters(s): {SetOf(wrong)}"
            : null;
    }

    private static RegoSet SetOf(string[] names) => RegoSet.From([.. names.Select(RegoString.From)]);

    private static string TextOf(RegoObject members, string name) => (members[name] as RegoString)?.Value ?? string.Empty;

    private static SortedDictionary<string, string> Merged(IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> second)
    {
        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in first.Concat(second))
        {
            merged[name] = value;
        }

        return merged;
    }

    /// <summary>The request's headers by their names in small letters.</summary>
    private static Dictionary<string, string> GivenHeaders(RegoObject request)
    {
        var headers = new Dictionary<string, string>();
        foreach (var (key, value) in request["headers"] as RegoObject ?? RegoObject.Empty)
        {
            headers[RegoJson.KeyText(key).ToLowerInvariant()] = value is RegoString text ? text.Value : value.ToJson();
        }

        return headers;
    }

    /// <summary>The headers that the signature adds.</summary>
    private static Dictionary<string, string> OwnHeaders(
        BuiltinContext context, RegoObject request, RegoObject config, UriParts url, string time, bool unsigned)
    {
        var headers = new Dictionary<string, string>
        {
            ["host"] = url.HostAndPort,
            [DateHeader] = time,
            [DigestHeader] = unsigned ? Unsigned : Convert.ToHexStringLower(SHA256.HashData(Body(context, request))),
        };
        if (TextOf(config, "aws_session_token") is { Length: > 0 } token)
        {
            headers["x-amz-security-token"] = token;
        }

        return headers;
    }

    private static byte[] Body(BuiltinContext context, RegoObject request) =>
        request["raw_body"] is RegoString raw ? GoText.ToBytes(raw.Value)
        : request.TryGetValue("body", out var body) ? GoText.ToBytes(GoJson.Write(context, body))
        : [];

    private static string Authorization(RegoObject request, RegoObject config, UriParts url, SortedDictionary<string, string> headers, Dictionary<string, string> own, string date)
    {
        var names = string.Join(';', headers.Keys);
        var canonical = new StringBuilder();
        canonical.Append(TextOf(request, "method")).Append('\n').Append(url.EscapedPath).Append('\n').Append(url.Query).Append('\n');
        foreach (var (name, value) in headers)
        {
            canonical.Append(name).Append(':').Append(value).Append('\n');
        }

        canonical.Append('\n').Append(names).Append('\n').Append(own[DigestHeader]);
        var scope = string.Create(CultureInfo.InvariantCulture, $"{date}/{TextOf(config, "aws_region")}/{TextOf(config, "aws_service")}/aws4_request");
        var digest = Convert.ToHexStringLower(SHA256.HashData(GoText.ToBytes(canonical.ToString())));
        var key = SigningKey("AWS4" + TextOf(config, "aws_secret_access_key"), scope);
        var signature = Convert.ToHexStringLower(Mac(key, $"{Algorithm}\n{own[DateHeader]}\n{scope}\n{digest}"));
        return $"{Algorithm} Credential={TextOf(config, "aws_access_key")}/{scope},SignedHeaders={names},Signature={signature}";
    }

    private static byte[] SigningKey(string secret, string scope) => scope.Split('/').Aggregate(GoText.ToBytes(secret), Mac);

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, GoText.ToBytes(text));
}
