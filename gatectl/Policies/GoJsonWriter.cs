using System.Buffers;
using System.Globalization;
using System.Text;
using Rego.Values;

namespace Gatectl.Policies;

/// <summary>
/// Writes JSON as OPA's commands print it: indented by two blanks, members in the order given, numbers as they are spelled, and
/// <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c> and the line separators escaped, so that no page takes them for markup. What would move a
/// terminal's cursor, or turn the direction of its text, is escaped besides.
/// </summary>
/// <param name="isIndented">Whether every item stands on a line of its own.</param>
internal sealed class GoJsonWriter(bool isIndented = true)
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isFirst = true;
    private bool _isNamed;

    /// <summary>A whole document: a value, as text without a line break behind it.</summary>
    internal static string ToText(RegoValue value, bool isIndented = true)
    {
        var writer = new GoJsonWriter(isIndented);
        writer.Value(value);
        return writer.ToString();
    }

    internal GoJsonWriter StartObject() => Open('{');

    internal GoJsonWriter EndObject() => Close('}');

    internal GoJsonWriter StartArray() => Open('[');

    internal GoJsonWriter EndArray() => Close(']');

    internal GoJsonWriter Name(string name)
    {
        Separate();
        AppendString(name);
        _text.Append(isIndented ? ": " : ":");
        _isNamed = true;
        return this;
    }

    internal GoJsonWriter Member(string name, string value) => Name(name).String(value);

    internal GoJsonWriter Member(string name, long value) => Name(name).Raw(value.ToString(CultureInfo.InvariantCulture));

    internal GoJsonWriter Member(string name, RegoValue value) => Name(name).Value(value);

    internal GoJsonWriter String(string value)
    {
        Separate();
        AppendString(value);
        return this;
    }

    /// <summary>A number or a word, as it is spelled.</summary>
    internal GoJsonWriter Raw(string text)
    {
        Separate();
        _text.Append(text);
        return this;
    }

    internal GoJsonWriter Value(RegoValue value) => value switch
    {
        RegoString text => String(text.Value),
        RegoArray items => Items(items),
        RegoSet items => Items(items),
        RegoObject members => Members(members),
        _ => Raw(value.ToJson()),
    };

    public override string ToString() => _text.ToString();

    private GoJsonWriter Items(IEnumerable<RegoValue> items)
    {
        StartArray();
        foreach (var item in items)
        {
            Value(item);
        }

        return EndArray();
    }

    /// <summary>Sorted by the names, which are not sorted as values where some are not strings; of equal names the last counts.</summary>
    private GoJsonWriter Members(RegoObject members)
    {
        var sorted = new SortedDictionary<string, RegoValue>(Utf8Order.Comparer);
        foreach (var (key, value) in members)
        {
            sorted[key is RegoString name ? name.Value : ToText(key, isIndented: false)] = value;
        }

        StartObject();
        foreach (var (name, value) in sorted)
        {
            Member(name, value);
        }

        return EndObject();
    }

    private GoJsonWriter Open(char bracket)
    {
        Separate();
        _text.Append(bracket);
        _depth++;
        _isFirst = true;
        return this;
    }

    private GoJsonWriter Close(char bracket)
    {
        _depth--;
        if (!_isFirst)
        {
            Break();
        }

        _isFirst = false;
        _text.Append(bracket);
        return this;
    }

    private void Separate()
    {
        if (_isNamed)
        {
            _isNamed = false;
            return;
        }

        if (!_isFirst)
        {
            _text.Append(',');
        }

        _isFirst = false;
        if (_depth > 0)
        {
            Break();
        }
    }

    private void Break()
    {
        if (isIndented)
        {
            _text.Append('\n').Append(' ', 2 * _depth);
        }
    }

    private void AppendString(string value)
    {
        _text.Append('"');
        for (var rest = value.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done)
            {
                AppendRune(rune);
            }
            else
            {
                // A byte that is not UTF-8.
                _text.Append("\\ufffd");
            }

            rest = rest[length..];
        }

        _text.Append('"');
    }

    private void AppendRune(Rune rune)
    {
        switch (rune.Value)
        {
            case '"' or '\\': _text.Append('\\').Append((char)rune.Value); break;
            case '\b': _text.Append("\\b"); break;
            case '\f': _text.Append("\\f"); break;
            case '\n': _text.Append("\\n"); break;
            case '\r': _text.Append("\\r"); break;
            case '\t': _text.Append("\\t"); break;
            case < 0x20 or '<' or '>' or '&' or (>= 0x7f and <= 0x9f) or 0x200e or 0x200f or (>= 0x2028 and <= 0x202e) or (>= 0x2066 and <= 0x2069):
                _text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                break;
            default: _text.Append(rune); break;
        }
    }
}
