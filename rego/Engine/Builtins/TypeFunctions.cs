using System.Globalization;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Questions about kinds, and conversions between them.</summary>
internal static class TypeFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("type_name", AnyT, StringT, (_, a) => RegoString.From(a.TypeName)),
        Is<RegoNull>("is_null"),
        Is<RegoBoolean>("is_boolean"),
        Is<RegoNumber>("is_number"),
        Is<RegoString>("is_string"),
        Is<RegoArray>("is_array"),
        Is<RegoObject>("is_object"),
        Is<RegoSet>("is_set"),
        new("to_number", OneOf(NullT, BoolT, NumberT, StringT), NumberT, ToNumber),
        Cast<RegoNull>("cast_null", NullT),
        Cast<RegoBoolean>("cast_boolean", BoolT),
        Cast<RegoString>("cast_string", StringT),
        Cast<RegoObject>("cast_object", AnyObject),
        new("cast_array", AnyT, AnyArray, (c, a) => Operands.TryItems(a, out var items) ? RegoArray.From(items) : c.FailType(1, "one of {array, set}", a)) { IsDeprecated = true },
        new("cast_set", AnyT, AnySet, (c, a) => Operands.TryItems(a, out var items) ? RegoSet.From(items) : c.FailType(1, "one of {array, set}", a)) { IsDeprecated = true },
    ];

    private static Builtin Is<T>(string name)
        where T : RegoValue => new(name, AnyT, BoolT, (_, a) => RegoBoolean.From(a is T));

    private static Builtin Cast<T>(string name, RegoType type)
        where T : RegoValue => new(name, AnyT, type, Operands.Of<T>((_, a) => a)) { IsDeprecated = true };

    private static RegoValue ToNumber(BuiltinContext context, RegoValue a) => a switch
    {
        RegoNull => RegoNumber.From(0),
        RegoBoolean truth => RegoNumber.From(truth.Value ? 1 : 0),
        RegoNumber => a,
        RegoString text => Parse(context, text),
        _ => context.FailType(1, "one of {null, boolean, number, string}", a),
    };

    private static RegoValue Parse(BuiltinContext context, RegoString text)
    {
        context.Charge(text.Value.Length, text.Value.Length);
        var value = text.Value;
        if (IsNotNumber(value))
        {
            return context.FailType(1, "valid number string", text);
        }

        // Go's number syntax with an optional "+", no spaces, digits on one side of the point at least.
        if (!double.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            return context.Fail($"strconv.ParseFloat: parsing {GoText.Quote(value)}: invalid syntax");
        }

        return double.IsInfinity(number)
            ? context.Fail($"strconv.ParseFloat: parsing {GoText.Quote(value)}: value out of range")
            : RegoNumber.FromText(Normalize(value));
    }

    /// <summary>The spelling that JSON has for a number with a plus, or without a digit on one side of the point.</summary>
    private static string Normalize(string value)
    {
        var sign = value[0] == '-' ? "-" : string.Empty;
        var digits = value.AsSpan(value[0] is '-' or '+' ? 1 : 0);
        var e = digits.IndexOfAny('e', 'E');
        var mantissa = e < 0 ? digits : digits[..e];
        var power = e < 0 ? default : digits[e..];
        var point = mantissa.IndexOf('.');
        var whole = (point < 0 ? mantissa : mantissa[..point]).TrimStart('0');
        var fraction = point < 0 ? default : mantissa[(point + 1)..];
        return string.Concat(sign + (whole.IsEmpty ? "0" : whole.ToString()), fraction.IsEmpty ? string.Empty : ".", fraction, power);
    }

    private static bool IsNotNumber(string value) =>
        value.Trim('+', '-').ToUpperInvariant() is "INF" or "INFINITY" or "NAN";
}
