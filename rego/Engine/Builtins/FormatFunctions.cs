using System.Globalization;
using System.Numerics;
using System.Text;
using Rego.Builtins.Formatting;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Values put into text: <c>sprintf</c>, template strings, <c>print</c> and <c>trace</c>.</summary>
internal static class FormatFunctions
{
    private const string UndefinedText = "<undefined>";

    internal static IEnumerable<Builtin> All =>
    [
        new("sprintf", StringT, AnyArray, StringT, Operands.Of<RegoString, RegoArray>(Sprintf)),
        new("internal.template_string", AnyArray, StringT, Operands.Of<RegoArray>(TemplateString)),
        new("print", new FunctionType([], null, AnyT), PrintAll) { IsPure = false },
        new("internal.print", new FunctionType([ArrayOf(AnySet)], null), PrintProduct) { IsPure = false },
        new("internal.test_case", new FunctionType([AnyArray], null), TellTestCase) { IsPure = false },
        new("trace", StringT, BoolT, Operands.Of<RegoString>(Trace)) { IsPure = false },
    ];

    /// <summary>A value as <c>print</c> and template strings show it: strings bare, all else as terms.</summary>
    internal static string Show(RegoValue value) => value switch
    {
        RegoString text => text.Value,
        RegoUndefined => UndefinedText,
        _ => value.ToString(),
    };

    private static RegoValue TellTestCase(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        context.TellTestCase(operands[0]);
        return RegoBoolean.True;
    }

    private static RegoValue Sprintf(BuiltinContext context, RegoString format, RegoArray operands)
    {
        if (format.Value == "%d" && operands.Count == 1 && operands[0] is RegoNumber { IsInt64: true } only)
        {
            return context.Text(only.Text);
        }

        context.Charge(format.Value.Length >> 2);
        var arguments = new object[operands.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Argument(operands[i]);
        }

        return RegoString.From(GoPrintf.Format(context, format.Value, arguments));
    }

    private static object Argument(RegoValue value) => value switch
    {
        RegoString text => text.Value,
        RegoNumber { IsInt64: true } number => number.Integer,
        RegoNumber number => NumberArgument(number),
        _ => value.ToString(),
    };

    private static object NumberArgument(RegoNumber number)
    {
        if (BigInteger.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big))
        {
            return big >= long.MinValue && big <= long.MaxValue ? (long)big : big;
        }

        var value = number.ToDouble();
        return double.IsFinite(value) ? value : number.Text;
    }

    private static RegoValue TemplateString(BuiltinContext context, RegoArray parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts.Items)
        {
            // A part that may be undefined comes as a set of at most one value.
            if (part is RegoSet { Count: > 1 })
            {
                return context.Fail("conflicting values in template string");
            }

            var shown = part is RegoSet { Count: var count } set ? (count == 0 ? UndefinedText : Show(set.Items[0])) : Show(part);
            context.Charge(1 + (shown.Length >> 4), 2L * shown.Length);
            text.Append(shown);
        }

        return RegoString.From(text.ToString());
    }

    private static RegoValue PrintAll(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        var line = new StringBuilder();
        foreach (var operand in operands)
        {
            line.Append(line.Length > 0 ? " " : string.Empty).Append(Show(operand));
            context.Charge(1 + (line.Length >> 4), line.Length);
        }

        context.Emit(BuiltinOutput.Print, line.ToString());
        return RegoBoolean.True;
    }

    /// <summary>One line for each combination of the operands' values; an empty set is an undefined operand.</summary>
    private static RegoValue PrintProduct(BuiltinContext context, ReadOnlySpan<RegoValue> operands)
    {
        if (operands is not [RegoArray sets])
        {
            return context.FailType(1, "array", operands.IsEmpty ? RegoValue.Undefined : operands[0]);
        }

        var chosen = new string[sets.Count];
        return PrintFrom(context, sets, chosen, 0);
    }

    private static RegoValue PrintFrom(BuiltinContext context, RegoArray sets, string[] chosen, int position)
    {
        if (position == sets.Count)
        {
            context.Charge(1 + sets.Count, 64);
            context.Emit(BuiltinOutput.Print, string.Join(' ', chosen));
            return RegoBoolean.True;
        }

        if (sets[position] is not RegoSet set)
        {
            return context.FailElement(1, "sets", sets, sets[position]);
        }

        var values = set.Count == 0 ? [RegoValue.Undefined] : set.Items;
        foreach (var value in values)
        {
            chosen[position] = Show(value);
            var printed = PrintFrom(context, sets, chosen, position + 1);
            if (!printed.IsDefined)
            {
                return printed;
            }
        }

        return RegoBoolean.True;
    }

    private static RegoValue Trace(BuiltinContext context, RegoString note)
    {
        context.Emit(BuiltinOutput.Trace, note.Value);
        return RegoBoolean.True;
    }
}
