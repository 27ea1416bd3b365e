using System.Globalization;
using System.Text;
using Rego.Values;

namespace Rego.Builtins;

/// <summary>Writes JSON as Go's <c>encoding/json</c> does: no blanks, members sorted by name, HTML's characters escaped.</summary>
internal sealed class GoJson
{
    private readonly BuiltinContext _context;
    private readonly StringBuilder _text = new();
    private readonly string? _indent;
    private readonly string _prefix;

    private GoJson(BuiltinContext context, string prefix, string? indent)
    {
        _context = context;
        _prefix = prefix;
        _indent = indent;
    }

    /// <summary>The value in one line.</summary>
    internal static string Write(BuiltinContext context, RegoValue value) => Write(context, value, string.Empty, null);

    /// <summary>The value with a line for each element, every line but the first led by <paramref name="prefix"/>; in one line where <paramref name="indent"/> is null.</summary>
    internal static string Write(BuiltinContext context, RegoValue value, string prefix, string? indent)
    {
        var writer = new GoJson(context, prefix, indent);
        writer.Append(value, 0);
        return writer._text.ToString();
    }

    private void Append(RegoValue value, int depth)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        _context.Charge(1, 8);
        switch (value)
        {
            case RegoString text: AppendString(text.Value); break;
            case RegoArray array: AppendItems(array.Items, depth); break;
            case RegoSet set: AppendItems(set.Items, depth); break;
            case RegoObject members: AppendMembers(members, depth); break;
            default: _text.Append(value); break;
        }
    }

    private void AppendItems(ReadOnlySpan<RegoValue> items, int depth)
    {
        _text.Append('[');
        for (var i = 0; i < items.Length; i++)
        {
            _text.Append(i > 0 ? "," : string.Empty);
            NewLine(depth + 1);
            Append(items[i], depth + 1);
        }

        Close(']', items.Length, depth);
    }

    private void AppendMembers(RegoObject members, int depth)
    {
        var sorted = new List<(string Name, RegoValue Value)>(members.Count);
        for (var i = 0; i < members.Count; i++)
        {
            sorted.Add((RegoJson.KeyText(members.Keys[i]), members.Values[i]));
        }

        sorted.Sort((a, b) => RegoString.CompareOrdinal(a.Name, b.Name));
        _text.Append('{');
        for (var i = 0; i < sorted.Count; i++)
        {
            _text.Append(i > 0 ? "," : string.Empty);
            NewLine(depth + 1);
            AppendString(sorted[i].Name);
            _text.Append(_indent is null ? ":" : ": ");
            Append(sorted[i].Value, depth + 1);
        }

        Close('}', sorted.Count, depth);
    }

    private void Close(char bracket, int count, int depth)
    {
        if (count > 0)
        {
            NewLine(depth);
        }

        _text.Append(bracket);
    }

    private void NewLine(int depth)
    {
        if (_indent is null)
        {
            return;
        }

        _text.Append('\n').Append(_prefix);
        for (var i = 0; i < depth; i++)
        {
            _text.Append(_indent);
        }

        _context.Charge(1, 2L * (_prefix.Length + (depth * _indent.Length)));
    }

    private void AppendString(string value)
    {
        _context.Charge(value.Length >> 3, 2L * value.Length);
        _text.Append('"');
        for (var i = 0; i < value.Length; i += GoText.RuneLength(value, i))
        {
            AppendCharacter(value, i);
        }

        _text.Append('"');
    }

    private void AppendCharacter(string value, int index)
    {
        var c = value[index];
        switch (c)
        {
            case '"': _text.Append("\\\""); return;
            case '\\': _text.Append("\\\\"); return;
            case '\b': _text.Append("\\b"); return;
            case '\f': _text.Append("\\f"); return;
            case '\n': _text.Append("\\n"); return;
            case '\r': _text.Append("\\r"); return;
            case '\t': _text.Append("\\t"); return;
        }

        var length = GoText.RuneLength(value, index);
        if (length == 1 && char.IsSurrogate(c))
        {
            _text.Append("\\ufffd");
        }
        else if (c is < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029')
        {
            _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
        else
        {
            _text.Append(value, index, length);
        }
    }
}
