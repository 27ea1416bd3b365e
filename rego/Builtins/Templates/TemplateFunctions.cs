using System.Globalization;
using System.Text;
using Rego.Builtins.Formatting;
using Rego.Values;
using static Rego.Builtins.Templates.TemplateValues;

namespace Rego.Builtins.Templates;

/// <summary>The functions that templates have.</summary>
internal static class TemplateFunctions
{
    private static readonly string[] Names =
        ["and", "or", "not", "len", "index", "slice", "print", "printf", "println", "html", "js", "urlquery", "eq", "ne", "lt", "le", "gt", "ge", "call"];

    internal static bool Exists(string name) => Names.Contains(name);

    internal static object? Call(BuiltinContext context, string name, IReadOnlyList<object?> arguments)
    {
        context.Charge(4 + arguments.Count, 64);
        return name switch
        {
            "and" => arguments.FirstOrDefault(argument => !IsTrue(argument), Last(name, arguments)),
            "or" => arguments.FirstOrDefault(IsTrue, Last(name, arguments)),
            "not" => !IsTrue(Single(name, arguments)),
            "len" => Length(Single(name, arguments)),
            "index" => Index(arguments),
            "slice" => Slice(arguments),
            "print" => Print(arguments),
            "println" => string.Join(' ', arguments.Select(Plain)) + "\n",
            "printf" => Printf(context, arguments),
            "html" => Html(Joined(arguments)),
            "js" => Script(Joined(arguments)),
            "urlquery" => UrlText.Escape(Joined(arguments)),
            "eq" => AnyEqual(arguments),
            "ne" => !AnyEqual(Pair(name, arguments)),
            "lt" => Compare(Pair(name, arguments)) < 0,
            "le" => Compare(Pair(name, arguments)) <= 0,
            "gt" => Compare(Pair(name, arguments)) > 0,
            "ge" => Compare(Pair(name, arguments)) >= 0,
            _ => throw new TemplateException("call of a value that is not of function type"),
        };
    }

    private static object? Last(string name, IReadOnlyList<object?> arguments) =>
        arguments.Count > 0 ? arguments[^1] : throw new TemplateException($"wrong number of args for {name}: want at least 1 got 0");

    private static object? Single(string name, IReadOnlyList<object?> arguments) =>
        arguments.Count == 1 ? arguments[0] : throw new TemplateException($"wrong number of args for {name}: want 1 got {arguments.Count}");

    private static IReadOnlyList<object?> Pair(string name, IReadOnlyList<object?> arguments) =>
        arguments.Count == 2 ? arguments : throw new TemplateException($"wrong number of args for {name}: want 2 got {arguments.Count}");

    private static string Plain(object? value) => IsNothing(value) ? "<nil>" : Text(value);

    /// <summary>Blanks stand only between operands that are no strings.</summary>
    private static string Print(IReadOnlyList<object?> arguments)
    {
        var text = new StringBuilder();
        for (var i = 0; i < arguments.Count; i++)
        {
            var blank = i > 0 && arguments[i] is not (string or JsonNumber) && arguments[i - 1] is not (string or JsonNumber);
            text.Append(blank ? " " : string.Empty).Append(Plain(arguments[i]));
        }

        return text.ToString();
    }

    /// <summary>What the escaping functions work on.</summary>
    private static string Joined(IReadOnlyList<object?> arguments) =>
        Print([.. arguments.Select(argument => IsNothing(argument) ? "<no value>" : argument)]);

    private static string Printf(BuiltinContext context, IReadOnlyList<object?> arguments)
    {
        var format = arguments.Count > 0 ? arguments[0] as string : null;
        return format is null
            ? throw new TemplateException("wrong type for the format of printf")
            : GoPrintf.Format(context, format, arguments.Skip(1).Select(Argument).ToArray());
    }

    private static object Length(object? value) => value switch
    {
        string text => (long)Encoding.UTF8.GetByteCount(text),
        JsonNumber number => (long)number.Text.Length,
        RegoArray array => (long)array.Count,
        RegoObject members => (long)members.Count,
        _ => throw new TemplateException($"len of {(IsNothing(value) ? "nil pointer" : "type " + TypeName(value))}"),
    };

    private static object? Index(IReadOnlyList<object?> arguments)
    {
        if (arguments.Count == 0 || IsNothing(arguments[0]))
        {
            throw new TemplateException("index of untyped nil");
        }

        return arguments.Skip(1).Aggregate(arguments[0], (value, index) => (value, index) switch
        {
            (RegoArray array, long at) => At(array.Count, at) is var i ? From(array[i]) : null,
            (RegoObject members, string name) => members.TryGetValue(name, out var member) ? From(member) : Missing,
            (string text, long at) => (long)GoText.ToBytes(text)[At(GoText.ToBytes(text).Length, at)],
            (RegoArray or string, _) => throw new TemplateException($"cannot index slice/array with type {TypeName(index)}"),
            (RegoObject, _) => throw new TemplateException($"value has type {TypeName(index)}; should be string"),
            _ => throw new TemplateException($"can't index item of type {TypeName(value)}"),
        });
    }

    private static int At(int count, long index) =>
        index >= 0 && index < count ? (int)index : throw new TemplateException($"index out of range: {index}");

    private static object Slice(IReadOnlyList<object?> arguments)
    {
        if (arguments.Count is 0 or > 4 || IsNothing(arguments[0]))
        {
            throw new TemplateException("slice of untyped nil");
        }

        var length = arguments[0] switch
        {
            string text => GoText.ToBytes(text).Length,
            RegoArray array => array.Count,
            _ => throw new TemplateException($"can't slice item of type {TypeName(arguments[0])}"),
        };
        var from = arguments.Count > 1 ? Bound(arguments[1], length) : 0;
        var to = arguments.Count > 2 ? Bound(arguments[2], length) : length;
        if (from > to)
        {
            throw new TemplateException($"invalid slice index: {from} > {to}");
        }

        return arguments[0] is string whole ? GoText.FromBytes(GoText.ToBytes(whole).AsSpan(from, to - from)) : RegoArray.From(((RegoArray)arguments[0]!).Items[from..to]);
    }

    private static int Bound(object? value, int length) =>
        value is not long index ? throw new TemplateException($"cannot index slice/array with type {TypeName(value)}")
        : index >= 0 && index <= length ? (int)index
        : throw new TemplateException($"index out of range: {index}");

    private static string Html(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\0' => escaped.Append('\uFFFD'),
                '"' => escaped.Append("&#34;"),
                '\'' => escaped.Append("&#39;"),
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static string Script(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += GoText.RuneLength(text, i))
        {
            var c = text[i];
            if (c is '\\' or '\'' or '"')
            {
                escaped.Append('\\').Append(c);
            }
            else if (c is '<' or '>' or '&' or '=' or < ' ' || (c >= 0x80 && !GoText.IsPrintable(GoText.RuneAt(text, i))))
            {
                escaped.Append("\\u").Append(GoText.RuneAt(text, i).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(text, i, GoText.RuneLength(text, i));
            }
        }

        return escaped.ToString();
    }

    private static string KindOf(object? value) => value switch
    {
        string or JsonNumber => "string",
        bool => "bool",
        long => "int",
        double => "float",
        _ when IsNothing(value) => "nil",
        _ => throw new TemplateException("invalid type for comparison"),
    };

    private static bool AnyEqual(IReadOnlyList<object?> arguments)
    {
        if (arguments.Count < 2)
        {
            throw new TemplateException("missing argument for comparison");
        }

        var kind = KindOf(arguments[0]);
        foreach (var other in arguments.Skip(1))
        {
            var otherKind = KindOf(other);
            if (kind != otherKind && kind != "nil" && otherKind != "nil")
            {
                throw new TemplateException("incompatible types for comparison");
            }

            if (kind == otherKind && (kind == "nil" || (kind == "string" ? Text(arguments[0]) == Text(other) : Equals(arguments[0], other))))
            {
                return true;
            }
        }

        return false;
    }

    private static int Compare(IReadOnlyList<object?> arguments) => (arguments[0], arguments[1]) switch
    {
        (long a, long b) => a.CompareTo(b),
        (double a, double b) => a.CompareTo(b),
        (string or JsonNumber, string or JsonNumber) => RegoString.CompareOrdinal(Text(arguments[0]), Text(arguments[1])),
        (bool, bool) or (RegoValue, _) or (_, RegoValue) => throw new TemplateException("invalid type for comparison"),
        _ => throw new TemplateException("incompatible types for comparison"),
    };
}
