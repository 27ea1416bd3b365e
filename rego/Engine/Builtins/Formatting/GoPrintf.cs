using System.Text;
using Rego.Values;

namespace Rego.Builtins.Formatting;

/// <summary>
/// Formats as Go's <c>fmt.Sprintf</c> does: flags, width, precision, <c>*</c>, argument indexes, and the same notes in the text where
/// verbs and arguments do not fit.
/// </summary>
internal ref struct GoPrintf
{
    private const int MaxWidth = 1_000_000;

    private readonly BuiltinContext _context;
    private readonly string _format;
    private readonly ReadOnlySpan<object> _arguments;
    private readonly StringBuilder _text;
    private FormatFlags _flags;
    private int _at;
    private int _argument;
    private bool _reordered;
    private bool _goodIndex;

    private GoPrintf(BuiltinContext context, string format, ReadOnlySpan<object> arguments)
    {
        _context = context;
        _format = format;
        _arguments = arguments;
        _text = new StringBuilder(format.Length + 16);
    }

    /// <summary>Formats. Arguments are <see cref="long"/>, <see cref="System.Numerics.BigInteger"/>, <see cref="double"/> or <see cref="string"/>.</summary>
    internal static string Format(BuiltinContext context, string format, ReadOnlySpan<object> arguments)
    {
        var printf = new GoPrintf(context, format, arguments);
        printf.Run();
        return printf._text.ToString();
    }

    private void Run()
    {
        while (_at < _format.Length)
        {
            var percent = _format.IndexOf('%', _at);
            var end = percent < 0 ? _format.Length : percent;
            _text.Append(_format, _at, end - _at);
            _at = end + 1;
            if (percent >= 0 && !Directive())
            {
                break;
            }
        }

        if (!_reordered && _argument < _arguments.Length)
        {
            AppendExtra();
        }
    }

    /// <summary>One directive, from behind its percent sign; false where the format ends before the verb.</summary>
    private bool Directive()
    {
        _goodIndex = true;
        _flags = FormatFlags.None;
        ReadFlags();
        var afterIndex = ReadIndex();
        ReadWidth(ref afterIndex);
        ReadPrecision(ref afterIndex);
        if (!afterIndex)
        {
            ReadIndex();
        }

        if (_at >= _format.Length)
        {
            _text.Append("%!(NOVERB)");
            return false;
        }

        var length = GoText.RuneLength(_format, _at);
        Verb(_format.Substring(_at, length));
        _at += length;
        return true;
    }

    private void Verb(string verb)
    {
        if (verb == "%")
        {
            _text.Append('%');
        }
        else if (!_goodIndex)
        {
            _text.Append("%!").Append(verb).Append("(BADINDEX)");
        }
        else if (_argument >= _arguments.Length)
        {
            _text.Append("%!").Append(verb).Append("(MISSING)");
        }
        else
        {
            var shown = GoVerbs.Print(_arguments[_argument++], verb, verb == "v" ? _flags.ForValue() : _flags);
            _context.Charge(1 + (shown.Length >> 4), 2L * shown.Length);
            _text.Append(shown);
        }
    }

    private void ReadFlags()
    {
        for (; _at < _format.Length; _at++)
        {
            switch (_format[_at])
            {
                case '#': _flags.Sharp = true; break;
                case '0': _flags.Zero = true; break;
                case '+': _flags.Plus = true; break;
                case '-': _flags.Minus = true; break;
                case ' ': _flags.Space = true; break;
                default: return;
            }
        }
    }

    private void ReadWidth(ref bool afterIndex)
    {
        if (!TrySkip('*'))
        {
            _flags.Width = ReadNumber(_format.Length);
            _goodIndex &= !afterIndex || _flags.Width < 0;
            return;
        }

        if (!TryTakeInteger(out var width))
        {
            _text.Append("%!(BADWIDTH)");
        }
        else if (width < 0)
        {
            _flags.Minus = true;
            _flags.Zero = false;
            _flags.Width = -width;
        }
        else
        {
            _flags.Width = width;
        }

        afterIndex = false;
    }

    private void ReadPrecision(ref bool afterIndex)
    {
        if (!TrySkip('.'))
        {
            return;
        }

        _goodIndex &= !afterIndex;
        afterIndex = ReadIndex();
        if (!TrySkip('*'))
        {
            _flags.Precision = Math.Max(0, ReadNumber(_format.Length));
            return;
        }

        if (TryTakeInteger(out var precision) && precision >= 0)
        {
            _flags.Precision = precision;
        }
        else
        {
            _text.Append("%!(BADPREC)");
        }

        afterIndex = false;
    }

    /// <summary>An argument's index in brackets, <c>[2]</c>; true where one was read.</summary>
    private bool ReadIndex()
    {
        if (_at >= _format.Length || _format[_at] != '[')
        {
            return false;
        }

        _reordered = true;
        var close = _format.IndexOf(']', _at + 1);
        if (close < 0 || _format.Length - _at < 3)
        {
            _at++;
            _goodIndex = false;
            return false;
        }

        _at++;
        var index = ReadNumber(close);
        var wellFormed = index >= 0 && _at == close;
        _at = close + 1;
        if (wellFormed && index >= 1 && index <= _arguments.Length)
        {
            _argument = index - 1;
            return true;
        }

        _goodIndex = false;
        return wellFormed;
    }

    /// <summary>A number of the format; -1 where none stands there. One that is too large takes the rest of the text with it, as in Go.</summary>
    private int ReadNumber(int end)
    {
        var start = _at;
        var number = 0;
        for (; _at < end && char.IsAsciiDigit(_format[_at]); _at++)
        {
            if (number > MaxWidth)
            {
                _at = end;
                return -1;
            }

            number = (number * 10) + (_format[_at] - '0');
        }

        return _at == start ? -1 : number;
    }

    private bool TrySkip(char c)
    {
        if (_at >= _format.Length || _format[_at] != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TryTakeInteger(out int value)
    {
        value = 0;
        if (_argument >= _arguments.Length)
        {
            return false;
        }

        var isInteger = _arguments[_argument++] is long number && number is >= -MaxWidth and <= MaxWidth && (value = (int)number) == number;
        return isInteger;
    }

    private void AppendExtra()
    {
        _text.Append("%!(EXTRA ");
        for (var i = _argument; i < _arguments.Length; i++)
        {
            var shown = GoVerbs.Print(_arguments[i], "v", FormatFlags.None);
            _context.Charge(1 + (shown.Length >> 4), 2L * shown.Length);
            _text.Append(i > _argument ? ", " : string.Empty).Append(GoVerbs.TypeName(_arguments[i])).Append('=').Append(shown);
        }

        _text.Append(')');
    }
}
