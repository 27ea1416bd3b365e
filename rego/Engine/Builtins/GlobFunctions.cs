using System.Runtime.CompilerServices;
using System.Text;
using Rego.Builtins.Patterns;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Globs: <c>*</c>, <c>**</c>, <c>?</c>, <c>[a-z]</c>, <c>{a,b}</c>.</summary>
internal static class GlobFunctions
{
    private static readonly ConditionalWeakTable<RegoArray, GlobDelimiters> KnownDelimiters = [];

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

        if (TryDelimiters(context, b, out var failure) is not { } delimiters)
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
            return RegoBoolean.From(context.Prepare(delimiters.Family, pattern.Value, delimiters.Compile).IsMatch(context, text.Value));
        }
        catch (PatternException e)
        {
            return context.Fail(e.Message);
        }
    }

    /// <summary>The delimiters: the dot where the list is empty, none for null. A list is read once and remembered.</summary>
    private static GlobDelimiters? TryDelimiters(BuiltinContext context, RegoValue value, out RegoValue failure)
    {
        failure = RegoValue.Undefined;
        if (value is not RegoArray list)
        {
            failure = value is RegoNull ? failure : context.FailType(2, "one of {array, null}", value);
            return value is RegoNull ? GlobDelimiters.None : null;
        }

        if (KnownDelimiters.TryGetValue(list, out var known))
        {
            return known;
        }

        context.Charge(list.Count);
        var text = new StringBuilder();
        foreach (var item in list.Items)
        {
            if (item is not RegoString delimiter || GoText.RuneCount(delimiter.Value) != 1)
            {
                failure = context.FailElement(2, item is RegoString ? "runes" : "strings", list, item);
                return null;
            }

            text.Append(delimiter.Value);
        }

        known = new GlobDelimiters(list.Count == 0 ? "." : text.ToString());
        KnownDelimiters.AddOrUpdate(list, known);
        return known;
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
