using Rego.Builtins.Patterns;
using Rego.Builtins.Times;
using Rego.Errors;

namespace Rego.Builtins.Schemas;

/// <summary>The formats of strings that are checked; any other name of a format asks for nothing.</summary>
internal static class SchemaFormats
{
    private static readonly Re2Regex HostName = new(@"^([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]{0,61}[a-zA-Z0-9])(\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\-]{0,61}[a-zA-Z0-9]))*$");
    private static readonly Re2Regex Email = new(@"^[^@\s]+@[^@\s]+$");
    private static readonly Re2Regex Uuid = new("^(?i)[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$");
    private static readonly Re2Regex JsonPointer = new(@"^(?:/(?:[^~/]|~0|~1)*)*$");
    private static readonly Re2Regex RelativeJsonPointer = new(@"^(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*)*)$");

    /// <summary>Whether a text has a format.</summary>
    /// <exception cref="RegoEvaluationException">The evaluation's bounds are reached.</exception>
    internal static bool IsMatch(BuiltinContext context, string format, string text) => format switch
    {
        "date" => IsTime("2006-01-02", text),
        "time" => IsTime("15:04:05", text) || IsTime("15:04:05Z07:00", text),
        "date-time" => IsTime(GoLayout.Rfc3339, text),
        "hostname" => text.Length is > 0 and < 256 && HostName.IsMatch(context, text),
        "email" or "idn-email" => Email.IsMatch(context, text),
        "ipv4" => text.Contains('.', StringComparison.Ordinal) && CidrBlock.TryParseAddress(text) is (false, _),
        "ipv6" => text.Contains(':', StringComparison.Ordinal) && CidrBlock.TryParseAddress(text) is not null,
        "uri" or "iri" => UriParts.TryParse(text, out var uri) && uri.Members().First().Value.Length > 0 && !text.Contains('\\', StringComparison.Ordinal),
        "uri-reference" or "iri-reference" => UriParts.TryParse(text, out _) && !text.Contains('\\', StringComparison.Ordinal),
        "uuid" => Uuid.IsMatch(context, text),
        "regex" => IsRegex(text),
        "json-pointer" => JsonPointer.IsMatch(context, text),
        "relative-json-pointer" => RelativeJsonPointer.IsMatch(context, text),
        _ => true,
    };

    private static bool IsTime(string layout, string text)
    {
        try
        {
            GoTimeParser.Parse(layout, text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsRegex(string text)
    {
        try
        {
            _ = new Re2Regex(text);
            return true;
        }
        catch (PatternException)
        {
            return false;
        }
    }
}
