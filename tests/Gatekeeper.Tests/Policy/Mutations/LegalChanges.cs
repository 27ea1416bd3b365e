using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>
/// What is no mistake that data could show: another value that is as valid, and says something else. Another group of a
/// directory is another group, a later beginning of a freeze is another freeze, a lower version a lower bound. Such values
/// are not put in; whatever can't be read is put in the same places all the same, and misspellings that can't be read.
/// </summary>
internal static partial class LegalChanges
{
    /// <summary>Whether a value is valid where it is put, so that it may lawfully change rights.</summary>
    internal static bool IsValid(object[] path, JsonNode? value) => value switch
    {
        JsonValue scalar when scalar.TryGetValue<string>(out var text) => IsValidText(path, text),
        JsonValue scalar when scalar.TryGetValue<decimal>(out var number) => path[^1] is "reason_length" or "count" or "max_bytes" or "keep" && number >= 1 && number == decimal.Floor(number),
        JsonArray { Count: > 0 } list => IsValidList(path, list),
        // A person who is nobody any more, a file that says nothing: whole entries may be deleted.
        JsonObject { Count: 0 } => path is ["people" or "applications" or "classes", _] or ["guardrails" or "freezes"],
        _ => false,
    };

    private static bool IsValidText(object[] path, string text) => path switch
    {
        // What is compared byte for byte with what a directory, a key or a token says.
        ["people", _, _] or ["teams", _, "groups", _, int] => text.Trim().Length > 0,
        [.., "id" or "signed_by", int] => text.Trim().Length > 0,
        // A pattern; what a pattern can't hold is put in.
        [.., "require", _, _, int] => text.Trim().Length > 0 && !Unpatterned().IsMatch(text.Replace("{application}", "", StringComparison.Ordinal).Replace("{environment}", "", StringComparison.Ordinal)),
        [.., "code", _, "from"] or ["robots", _, "from"] => false,
        [.., "from" or "until"] => Time().IsMatch(text) || Day().IsMatch(text) || Hour().IsMatch(text),
        [.., "lowest_version"] => Version().IsMatch(text),
        [.., "approval_age" or "authentication_age" or "timeout"] => Span().IsMatch(text),
        [.., "reason"] => IsExpression(text),
        [.., "why" or "source" or "file"] => text.Trim().Length > 0,
        _ => false,
    };

    private static bool IsValidList(object[] path, JsonArray list) => path switch
    {
        ["teams", _, "groups", _] or [.., "id" or "signed_by"] or [.., "require", _, _] => list.All(element => element is JsonValue text && text.TryGetValue<string>(out _)),
        // Everywhere is a place, and the class of all is one.
        [.., "places" or "succeeded_in" or "classes"] => list is [JsonValue only] && only.TryGetValue<string>(out var place) && place == "all",
        _ => false,
    };

    private static bool IsExpression(string text)
    {
        try
        {
            return !Regex.IsMatch("", $"^(?:{text})$", RegexOptions.NonBacktracking);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"[{}\[\]?\\]")]
    private static partial Regex Unpatterned();

    [GeneratedRegex(@"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Time();

    [GeneratedRegex(@"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
    private static partial Regex Day();

    [GeneratedRegex(@"^([01]\d|2[0-3]|24):[0-5]\d$")]
    private static partial Regex Hour();

    [GeneratedRegex(@"^\d+\.\d+\.\d+([-+][0-9A-Za-z.-]+)?$")]
    private static partial Regex Version();

    [GeneratedRegex(@"^(\d+(\.\d+)?(h|m|s|ms))+$")]
    private static partial Regex Span();
}
