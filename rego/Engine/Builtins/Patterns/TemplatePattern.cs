using System.Text;
using Rego.Values;

namespace Rego.Builtins.Patterns;

/// <summary>A text with regular expressions between delimiters: <c>urn:foo:{.*}</c>.</summary>
internal static class TemplatePattern
{
    /// <summary>One expression for the whole template.</summary>
    /// <exception cref="PatternException">Delimiters do not pair, or an expression is wrong or has groups.</exception>
    internal static Re2Regex Compile(string template, char open, char close)
    {
        var pattern = new StringBuilder("^");
        var expressions = 0;
        var at = 0;
        foreach (var (start, end) in Expressions(template, open, close))
        {
            var expression = template[(start + 1)..end];
            _ = new Re2Regex($"^{expression}$");
            AppendQuoted(pattern, template.AsSpan(at, start - at));
            pattern.Append('(').Append(expression).Append(')');
            expressions++;
            at = end + 1;
        }

        AppendQuoted(pattern, template.AsSpan(at));
        var regex = new Re2Regex(pattern.Append('$').ToString());
        return regex.GroupNames.Count - 1 == expressions
            ? regex
            : throw new PatternException($"route {template} contains capture groups in its regexp. Only non-capturing groups are accepted");
    }

    private static List<(int Start, int End)> Expressions(string template, char open, char close)
    {
        var found = new List<(int, int)>();
        int depth = 0, start = 0;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == open)
            {
                start = depth++ == 0 ? i : start;
            }
            else if (template[i] == close)
            {
                depth--;
                if (depth == 0)
                {
                    found.Add((start, i));
                }
                else if (depth < 0)
                {
                    break;
                }
            }
        }

        return depth == 0 ? found : throw new PatternException($"unbalanced braces in {GoText.Quote(template)}");
    }

    private static void AppendQuoted(StringBuilder pattern, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            pattern.Append(c < 0x80 && !char.IsAsciiLetterOrDigit(c) && c > ' ' && c != '_' ? "\\" : string.Empty).Append(c);
        }
    }
}
