using System.Globalization;
using System.Text;
using Rego.Builtins.Patterns;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Regular expressions of RE2's dialect.</summary>
internal static class RegexFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("regex.match", StringT, StringT, BoolT, Operands.Of<RegoString, RegoString>(IsMatch)),
        new("re_match", StringT, StringT, BoolT, Operands.Of<RegoString, RegoString>(IsMatch)) { IsDeprecated = true },
        new("regex.is_valid", StringT, BoolT, IsValid),
        new("regex.split", StringT, StringT, StringArray, Operands.Of<RegoString, RegoString>(Split)),
        new("regex.find_n", StringT, StringT, NumberT, StringArray, Operands.Of<RegoString, RegoString, RegoNumber>(FindN)),
        new("regex.find_all_string_submatch_n", StringT, StringT, NumberT, ArrayOf(StringArray), Operands.Of<RegoString, RegoString, RegoNumber>(FindSubmatches)),
        new("regex.replace", StringT, StringT, StringT, StringT, Operands.Of<RegoString, RegoString, RegoString>(Replace)),
        new("regex.template_match", new FunctionType([StringT, StringT, StringT, StringT], BoolT), TemplateMatch),
        new("regex.globs_match", StringT, StringT, BoolT, Operands.Of<RegoString, RegoString>(GlobsMatch)),
    ];

    private static RegoValue IsMatch(BuiltinContext context, RegoString pattern, RegoString text)
    {
        if (!Re2Regex.TryPrepare(context, pattern.Value, out var regex, out var failure))
        {
            return failure;
        }

        return RegoBoolean.From(regex.IsMatch(context, text.Value));
    }

    private static RegoValue IsValid(BuiltinContext context, RegoValue pattern)
    {
        if (pattern is not RegoString text)
        {
            return RegoBoolean.False;
        }

        try
        {
            context.Charge(text.Value.Length);
            context.Prepare("regex", text.Value, value => new Re2Regex(value));
            return RegoBoolean.True;
        }
        catch (PatternException)
        {
            return RegoBoolean.False;
        }
    }

    private static RegoValue Split(BuiltinContext context, RegoString pattern, RegoString operand)
    {
        if (!Re2Regex.TryPrepare(context, pattern.Value, out var regex, out var failure))
        {
            return failure;
        }

        var text = operand.Value;
        if (pattern.Value.Length > 0 && text.Length == 0)
        {
            return RegoArray.From(RegoString.Empty);
        }

        context.Charge(1 + text.Length, 2L * text.Length);
        var parts = new List<RegoValue>();
        int begin = 0, end = 0;
        foreach (var match in regex.Matches(context, text, withGroups: false))
        {
            context.Charge(4, 48);
            end = match.Index;
            if (match.Index + match.Length != 0)
            {
                parts.Add(RegoString.From(text[begin..end]));
            }

            begin = match.Index + match.Length;
        }

        if (end != text.Length)
        {
            parts.Add(RegoString.From(text[begin..]));
        }

        return RegoArray.Own([.. parts]);
    }

    private static RegoValue FindN(BuiltinContext context, RegoString pattern, RegoString text, RegoNumber count) =>
        Find(context, pattern, text, count, withGroups: false, match => RegoString.From(match.Value));

    private static RegoValue FindSubmatches(BuiltinContext context, RegoString pattern, RegoString text, RegoNumber count) =>
        Find(context, pattern, text, count, withGroups: true, match => RegoArray.From(Enumerable.Range(0, match.Groups.Length).Select(group => RegoString.From(match.GroupText(group)))));

    private static RegoValue Find(BuiltinContext context, RegoString pattern, RegoString text, RegoNumber count, bool withGroups, Func<Re2Match, RegoValue> select)
    {
        if (!count.IsInt64)
        {
            return context.FailInteger(3);
        }

        if (!Re2Regex.TryPrepare(context, pattern.Value, out var regex, out var failure))
        {
            return failure;
        }

        context.Charge(1 + text.Value.Length);
        var limit = count.Integer < 0 ? long.MaxValue : count.Integer;
        var found = new List<RegoValue>();
        if (limit == 0)
        {
            return RegoArray.Empty;
        }

        foreach (var match in regex.Matches(context, text.Value, withGroups))
        {
            context.Charge(4 * match.Groups.Length, (48L * match.Groups.Length) + (2L * match.Length));
            found.Add(select(match));
            if (found.Count >= limit)
            {
                break;
            }
        }

        return RegoArray.Own([.. found]);
    }

    private static RegoValue Replace(BuiltinContext context, RegoString operand, RegoString pattern, RegoString replacement)
    {
        if (!Re2Regex.TryPrepare(context, pattern.Value, out var regex, out var failure))
        {
            return failure;
        }

        var text = operand.Value;
        context.Charge(1 + text.Length, 2L * text.Length);
        var replaced = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var match in regex.Matches(context, text, withGroups: replacement.Value.Contains('$')))
        {
            replaced.Append(text, copied, match.Index - copied);
            var before = replaced.Length;
            Expand(replaced, replacement.Value, match, regex.GroupNames);
            context.Charge(4, 2L * (replaced.Length - before));
            copied = match.Index + match.Length;
        }

        return copied == 0 && replaced.Length == 0 ? operand : RegoString.From(replaced.Append(text, copied, text.Length - copied).ToString());
    }

    /// <summary>Puts in groups for <c>$1</c>, <c>$name</c> and <c>${name}</c>, and a dollar for <c>$$</c>; unknown groups are empty.</summary>
    private static void Expand(StringBuilder result, string template, Re2Match match, IReadOnlyList<string?> names)
    {
        for (var at = 0; at < template.Length;)
        {
            var dollar = template.IndexOf('$', at);
            var stop = dollar < 0 ? template.Length : dollar;
            result.Append(template, at, stop - at);
            at = stop;
            if (dollar < 0)
            {
                break;
            }

            if (at + 1 < template.Length && template[at + 1] == '$')
            {
                result.Append('$');
                at += 2;
            }
            else if (TryReadName(template, at + 1, out var name, out var next))
            {
                result.Append(GroupOf(match, name, names));
                at = next;
            }
            else
            {
                result.Append('$');
                at++;
            }
        }
    }

    private static bool TryReadName(string template, int at, out string name, out int next)
    {
        var braces = at < template.Length && template[at] == '{';
        var start = braces ? at + 1 : at;
        next = start;
        while (next < template.Length && IsOfName(GoText.RuneAt(template, next)))
        {
            next += GoText.RuneLength(template, next);
        }

        name = template[start..next];
        if (name.Length == 0 || (braces && (next >= template.Length || template[next] != '}')))
        {
            return false;
        }

        next += braces ? 1 : 0;
        return true;
    }

    private static bool IsOfName(int rune) =>
        rune < 0x80 ? char.IsAsciiLetterOrDigit((char)rune) || rune == '_'
        : UnicodeProperties.Find("L")!.Contains(rune) || UnicodeProperties.Find("Nd")!.Contains(rune);

    /// <summary>A number's group, or the first one of a name that took part; a number with a zero in front is a name.</summary>
    private static string GroupOf(Re2Match match, string name, IReadOnlyList<string?> names)
    {
        if (name.All(char.IsAsciiDigit) && (name == "0" || name[0] != '0'))
        {
            return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < match.Groups.Length
                ? match.GroupText(number)
                : string.Empty;
        }

        for (var i = 1; i < names.Count; i++)
        {
            if (names[i] == name && match.HasGroup(i))
            {
                return match.GroupText(i);
            }
        }

        return string.Empty;
    }

    private static RegoValue TemplateMatch(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        for (var i = 0; i < 4; i++)
        {
            if (operands[i] is not RegoString)
            {
                return context.FailType(i + 1, "string", operands[i]);
            }
        }

        string template = Text(operands[0]), text = Text(operands[1]), open = Text(operands[2]), close = Text(operands[3]);
        if (open.Length != 1 || close.Length != 1)
        {
            var (side, length) = open.Length != 1 ? ("start", open.Length) : ("end", close.Length);
            return context.Fail($"{side} delimiter has to be exactly one character long but is {length} long");
        }

        try
        {
            context.Charge(1 + template.Length + text.Length);
            var key = string.Concat(open, close, template);
            return RegoBoolean.From(context.Prepare("regex.template", key, _ => TemplatePattern.Compile(template, open[0], close[0])).IsMatch(context, text));
        }
        catch (PatternException e)
        {
            return context.Fail(e.Message);
        }
    }

    private static string Text(RegoValue value) => ((RegoString)value).Value;

    private static RegoValue GlobsMatch(BuiltinContext context, RegoString a, RegoString b)
    {
        try
        {
            return RegoBoolean.From(GlobIntersection.IsNonEmpty(context, a.Value, b.Value));
        }
        catch (PatternException e)
        {
            return context.Fail(e.Message);
        }
    }
}
