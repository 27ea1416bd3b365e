using Rego.Diagnostics;
using Rego.Errors;
using Rego.Values;

namespace Rego.Hints;

/// <summary>Hints for what the types of values refuse.</summary>
internal static class TypeHints
{
    private const string Deprecated = "deprecated built-in function calls in expression: ";

    private static readonly Dictionary<string, string> Successors = new()
    {
        ["any"] = "ask `true in xs`, or go through the collection: `some x in xs; x`",
        ["all"] = "ask `every x in xs { x }`",
        ["re_match"] = "call `regex.match`",
        ["net.cidr_overlap"] = "call `net.cidr_contains`",
        ["set_diff"] = "subtract the sets: `a - b`",
        ["cast_array"] = "write `[x | some x in xs]`",
        ["cast_set"] = "write `{x | some x in xs}`",
        ["cast_string"] = "ask `is_string`",
        ["cast_boolean"] = "ask `is_boolean`",
        ["cast_null"] = "ask `is_null`",
        ["cast_object"] = "ask `is_object`",
    };

    internal static string? Of(Diagnostic error, HintContext context) => error.Code != DiagnosticCodes.Type ? null : error.Message switch
    {
        var message when message.StartsWith("undefined ref: ", StringComparison.Ordinal) => OfReference(error),
        var message when message.StartsWith(Deprecated, StringComparison.Ordinal) =>
            Successors.GetValueOrDefault(message[Deprecated.Length..]),
        var message when message.EndsWith("used as reference, not called", StringComparison.Ordinal) => "call it: put its arguments in parentheses behind it",
        _ => null,
    };

    /// <summary>The property that is nearest to the one that was asked for.</summary>
    private static string? OfReference(Diagnostic error)
    {
        if (error.Details is not RegoObject details || details["oneOf"] is not RegoArray possible
            || details["ref"] is not RegoArray parts || details["pos"] is not RegoNumber position
            || !position.TryGetInt64(out var at) || parts[(int)at] is not RegoObject part || part["value"] is not RegoString asked)
        {
            return null;
        }

        return NameHints.DidYouMean(NearNames.Find(asked.Value, possible.OfType<RegoString>().Select(name => name.Value)));
    }
}
