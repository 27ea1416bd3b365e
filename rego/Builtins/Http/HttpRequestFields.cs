using System.Globalization;
using Rego.Builtins.Times;
using Rego.Values;

namespace Rego.Builtins.Http;

/// <summary>The members of the object that describes a request, each in its kind.</summary>
internal sealed class HttpRequestFields(RegoObject request)
{
    private static readonly HashSet<string> Known =
    [
        "method", "url", "body", "enable_redirect", "force_json_decode", "force_yaml_decode", "headers", "raw_body", "tls_use_system_certs",
        "tls_ca_cert", "tls_ca_cert_file", "tls_ca_cert_env_variable", "tls_client_cert", "tls_client_cert_file",
        "tls_client_cert_env_variable", "tls_client_key", "tls_client_key_file", "tls_client_key_env_variable", "tls_insecure_skip_verify",
        "tls_server_name", "timeout", "cache", "force_cache", "force_cache_duration_seconds", "raise_error", "caching_mode",
        "max_retry_attempts", "cache_ignored_headers",
    ];

    private static readonly RegoString[] Required = [RegoString.From("method"), RegoString.From("url")];

    /// <summary>What is wrong with the names of the members; null where nothing is.</summary>
    internal static string? ProblemOf(RegoObject request)
    {
        var unknown = RegoSet.From([.. request.Keys.ToArray().Where(key => key is not RegoString name || !Known.Contains(name.Value))]);
        if (unknown.Count > 0)
        {
            return $"invalid request parameters(s): {unknown}";
        }

        var missing = RegoSet.From([.. Required.Where(name => !request.ContainsKey(name))]);
        return missing.Count > 0 ? $"missing required request parameters(s): {missing}" : null;
    }

    internal RegoValue this[string name] => request[name];

    /// <summary>A text, without quotes at its ends as in OPA; empty where there is none.</summary>
    internal string Text(string name) => request[name] switch
    {
        RegoString text => text.Value.Trim('"'),
        { IsDefined: false } => string.Empty,
        _ => throw new HttpSendException($"{GoText.Quote(name)} must be a string"),
    };

    /// <summary>A truth value, or a number for one.</summary>
    internal bool Flag(string name)
    {
        var text = request[name] is { IsDefined: true } value ? value.ToString() : "false";
        return text switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => throw new HttpSendException($"strconv.ParseBool: parsing {GoText.Quote(text)}: invalid syntax"),
        };
    }

    /// <summary>A truth value and nothing else.</summary>
    internal bool Truth(string name) => request[name] switch
    {
        RegoBoolean truth => truth.Value,
        { IsDefined: false } => false,
        _ => throw new HttpSendException($"invalid value for {GoText.Quote(name)} field"),
    };

    internal int Count(string name) => request[name] switch
    {
        { IsDefined: false } => 0,
        RegoNumber number when number.TryGetInt64(out var count) && count is >= 0 and <= int.MaxValue => (int)count,
        var value => throw new HttpSendException($"invalid value {value} for field {GoText.Quote(name)}"),
    };

    /// <summary>A number of nanoseconds, or a duration in Go's words; null where there is none.</summary>
    internal TimeSpan? Duration(string name) => request[name] switch
    {
        { IsDefined: false } => null,
        RegoNumber number => number.TryGetInt64(out var nanoseconds)
            ? FromNanoseconds(nanoseconds)
            : throw new HttpSendException($"invalid {name} number value {number}, must be int64"),
        RegoString text => FromNanoseconds(NanosecondsOf(name, text)),
        var value => throw new HttpSendException($"operand 1 '{name}' must be one of {{string, number}} but got {value.TypeName}"),
    };

    /// <summary>How long answers are kept whatever they say, where the request wants that.</summary>
    internal TimeSpan? ForcedCaching()
    {
        if (!Truth("force_cache"))
        {
            return null;
        }

        var seconds = request["force_cache_duration_seconds"];
        if (!seconds.IsDefined)
        {
            throw new HttpSendException("'force_cache' set but 'force_cache_duration_seconds' parameter is missing");
        }

        return int.TryParse(seconds.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            ? TimeSpan.FromSeconds(count)
            : throw new HttpSendException($"strconv.ParseInt: parsing {GoText.Quote(seconds.ToString())}: invalid syntax");
    }

    /// <summary>Both ways of keeping answers mean the same to a policy; other words are refused.</summary>
    internal void CheckCachingMode()
    {
        switch (request["caching_mode"])
        {
            case { IsDefined: false } or RegoString { Value: "serialized" or "deserialized" }:
                return;
            case RegoString mode:
                throw new HttpSendException($"invalid value specified for \"caching_mode\" field: {mode.Value}");
            default:
                throw new HttpSendException("invalid value for \"caching_mode\" field");
        }
    }

    private static long NanosecondsOf(string name, RegoString text) =>
        long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : GoDuration.TryParse(text.Value) ?? throw new HttpSendException(
                $"invalid {name} value {text}: time: invalid duration {GoText.Quote(text.Value)}");

    private static TimeSpan FromNanoseconds(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
