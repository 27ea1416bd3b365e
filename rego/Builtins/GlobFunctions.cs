using System.Text;
using Gatekeeper.Rego.Builtins.Patterns;
using static Gatekeeper.Rego.Builtins.BuiltinTypes;

namespace Gatekeeper.Rego.Builtins;

/// <summary>Globs: <c>*</c>, <c>**</c>, <c>?</c>, <c>[a-z]</c>, <c>{a,b}</c>.</summary>
internal static class GlobFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("glob.match", StringT, OneOf(NullT, StringArray), StringT, BoolT, Match),
        new("glob.quote_meta", StringT, StringT, Operands.Of<RegoString>(QuoteMeta)),
    ];

    private static RegoValue Match(BuiltinContext context, RegoValue a, RegoValue b, RegoValue c)
    {
        if (a is not RegoString pattern)
        {
            return context.FailType(1, "string", a);
        }

        if (!TryDelimiters(context, b, out var delimiters, out var failure))
        {
            return failure;
        }

        if (c is not RegoString text)
        {
            return context.FailType(3, "string", c);
        }

        context.Charge(1 + pattern.Value.Length + text.Value.Length);
        try
        {
            return RegoBoolean.From(Compile(context, pattern.Value, delimiters).IsMatch(text.Value));
        }
        catch (PatternException e)
        {
            return context.Fail(e.Message);
        }
    }

    private static Re2Regex Compile(BuiltinContext context, string pattern, string delimiters) =>
        context.Prepare("glob", $"{delimiters.Length}:{delimiters}{pattern}", _ => new Re2Regex(GlobPattern.ToRegex(pattern, delimiters)));

    /// <summary>The delimiters as one text; the dot where the list is empty, none for null.</summary>
    private static bool TryDelimiters(BuiltinContext context, RegoValue value, out string delimiters, out RegoValue failure)
    {
        failure = RegoValue.Undefined;
        delimiters = string.Empty;
        if (value is not RegoArray list)
        {
            failure = value is RegoNull ? failure : context.FailType(2, "one of {array, null}", value);
            return value is RegoNull;
        }

        context.Charge(list.Count);
        var text = new StringBuilder();
        foreach (var item in list.Items)
        {
            if (item is not RegoString delimiter || GoText.RuneCount(delimiter.Value) != 1)
            {
                failure = context.FailElement(2, item is RegoString ? "runes" : "strings", list, item);
                return false;
            }

            text.Append(delimiter.Value);
        }

        delimiters = list.Count == 0 ? "." : text.ToString();
        return true;
    }

    private static RegoString QuoteMeta(BuiltinContext context, RegoString pattern)
    {
        context.Charge(pattern.Value.Length, 4L * pattern.Value.Length);
        var quoted = new StringBuilder(pattern.Value.Length);
        foreach (var c in pattern.Value)
        {
            quoted.Append(c is '*' or '?' or '\\' or '[' or ']' or '{' or '}' ? "\\" : string.Empty).Append(c);
        }

        return RegoString.From(quoted.ToString());
    }
}
