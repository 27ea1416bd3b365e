using System.Text;
using Rego.Values;
using Rego.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Rego.Builtins;

/// <summary>Writes YAML in the block style that OPA writes: members sorted by name, two blanks of indentation, strings quoted where they would read as something else.</summary>
internal sealed class GoYaml
{
    private readonly BuiltinContext _context;
    private readonly StringBuilder _text = new();

    private GoYaml(BuiltinContext context) => _context = context;

    /// <summary>The value as a document.</summary>
    internal static string Write(BuiltinContext context, RegoValue value)
    {
        var writer = new GoYaml(context);
        writer.Append(value, 0, inMapping: false);
        return writer._text.ToString();
    }

    private void Append(RegoValue value, int indent, bool inMapping)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        _context.Charge(1, 8 + (2L * indent));
        switch (value)
        {
            case RegoArray { Count: > 0 } array: AppendItems(array.Items, indent, inMapping); break;
            case RegoSet { Count: > 0 } set: AppendItems(set.Items, indent, inMapping); break;
            case RegoObject { Count: > 0 } members: AppendMembers(members, indent, inMapping); break;
            case RegoArray or RegoSet: AppendInline("[]", inMapping); break;
            case RegoObject: AppendInline("{}", inMapping); break;
            default: AppendInline(ScalarText(value, indent), inMapping); break;
        }
    }

    private void AppendInline(string text, bool inMapping) => _text.Append(inMapping ? " " : string.Empty).Append(text).Append('\n');

    private void AppendItems(ReadOnlySpan<RegoValue> items, int indent, bool inMapping)
    {
        _text.Append(inMapping ? "\n" : string.Empty);
        for (var i = 0; i < items.Length; i++)
        {
            // A collection begins in the line of its dash.
            _text.Append(' ', i > 0 || inMapping ? indent : 0).Append("- ");
            Append(items[i], indent + 2, inMapping: false);
        }
    }

    private void AppendMembers(RegoObject members, int indent, bool inMapping)
    {
        var sorted = new List<(string Name, RegoValue Value)>(members.Count);
        for (var i = 0; i < members.Count; i++)
        {
            sorted.Add((RegoJson.KeyText(members.Keys[i]), members.Values[i]));
        }

        sorted.Sort((a, b) => RegoString.CompareOrdinal(a.Name, b.Name));
        _text.Append(inMapping ? "\n" : string.Empty);
        for (var i = 0; i < sorted.Count; i++)
        {
            _text.Append(' ', i > 0 || inMapping ? indent : 0).Append(ScalarText(RegoString.From(sorted[i].Name), indent)).Append(':');
            Append(sorted[i].Value, indent + 2, inMapping: true);
        }
    }

    private string ScalarText(RegoValue value, int indent)
    {
        if (value is not RegoString { Value: var text })
        {
            return value.ToString();
        }

        _context.Charge(1 + (text.Length >> 2), 4L * text.Length);
        return text.Contains('\n', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyInRange('\u007F', '\u009F') ? Literal(text, indent)
            : !ReadsAsString(text) ? Quoted(text)
            : IsPlain(text) ? text
            : text.AsSpan().ContainsAnyInRange('\0', '\u001F') ? Quoted(text)
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>Several lines as they are, with a note on the end and, where the first line is indented, on the indentation.</summary>
    private static string Literal(string text, int indent)
    {
        var body = text.EndsWith('\n') ? text[..^1] : text;
        var chomping = !text.EndsWith('\n') ? "-" : body.EndsWith('\n') || body.Length == 0 ? "+" : string.Empty;
        var margin = new string(' ', Math.Max(2, indent));
        var lines = body.Split('\n').Select(line => line.Length == 0 ? line : margin + line);
        return $"|{(text[0] is ' ' or '\n' ? "2" : string.Empty)}{chomping}\n{string.Join('\n', lines)}";
    }

    private static bool ReadsAsString(string text) =>
        YamlScalars.Resolve(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, true, true)) is RegoString
        && text is not ("y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "<<");

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder();
        GoText.AppendQuoted(quoted, text);
        return quoted.ToString();
    }

    /// <summary>Whether a plain scalar means this text: no indicator at its start, none inside that ends it.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || text[0] == ' ' || text[^1] is ' ' or ':' || text.AsSpan().ContainsAnyInRange('\0', '\u001F'))
        {
            return false;
        }

        var startsWithIndicator = ",[]{}#&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal)
            || (text[0] is '-' or '?' or ':' && (text.Length == 1 || text[1] == ' '))
            || text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal);
        return !startsWithIndicator
            && !text.Contains(": ", StringComparison.Ordinal)
            && !text.Contains(" #", StringComparison.Ordinal)
            && text.AsSpan().IndexOf('\uFEFF') < 0;
    }
}
