using Rego.Values;

namespace Rego.Builtins;

/// <summary>Checks operands' kinds before a function sees them, in order, and fails in OPA's words.</summary>
internal static class Operands
{
    /// <summary>A function of one operand of a kind.</summary>
    internal static Builtin1 Of<A>(Func<BuiltinContext, A, RegoValue> function)
        where A : RegoValue =>
        (context, a) => a is A x ? function(context, x) : context.FailType(1, Name<A>(), a);

    /// <summary>A function of two operands of given kinds.</summary>
    internal static Builtin2 Of<A, B>(Func<BuiltinContext, A, B, RegoValue> function)
        where A : RegoValue
        where B : RegoValue =>
        (context, a, b) => a is not A x ? context.FailType(1, Name<A>(), a)
            : b is not B y ? context.FailType(2, Name<B>(), b)
            : function(context, x, y);

    /// <summary>A function of three operands of given kinds.</summary>
    internal static Builtin3 Of<A, B, C>(Func<BuiltinContext, A, B, C, RegoValue> function)
        where A : RegoValue
        where B : RegoValue
        where C : RegoValue =>
        (context, a, b, c) => a is not A x ? context.FailType(1, Name<A>(), a)
            : b is not B y ? context.FailType(2, Name<B>(), b)
            : c is not C z ? context.FailType(3, Name<C>(), c)
            : function(context, x, y, z);

    /// <summary>A collection holds an element of the wrong kind: <c>operand 2 must be array of strings but got array containing number</c>.</summary>
    internal static RegoValue FailElement(this BuiltinContext context, int operand, string expected, RegoValue collection, RegoValue element) =>
        context.FailType($"operand {operand} must be {collection.TypeName} of {expected} but got {collection.TypeName} containing {element.TypeName}");

    /// <summary>An operand is not an integer, in OPA's words for the numbers that are not.</summary>
    internal static RegoValue FailInteger(this BuiltinContext context, int operand) =>
        context.FailType($"operand {operand} must be integer number but got floating-point number");

    /// <summary>The elements of an array or a set; false for any other value.</summary>
    internal static bool TryItems(RegoValue value, out ReadOnlySpan<RegoValue> items)
    {
        items = value switch
        {
            RegoArray array => array.Items,
            RegoSet set => set.Items,
            _ => default,
        };
        return value is RegoArray or RegoSet;
    }

    /// <summary>A string value after its cost in memory is counted.</summary>
    internal static RegoString Text(this BuiltinContext context, string value)
    {
        context.Charge(1 + (value.Length >> 4), 32 + (2L * value.Length));
        return RegoString.From(value);
    }

    private static string Name<T>() =>
        typeof(T) == typeof(RegoString) ? "string"
        : typeof(T) == typeof(RegoNumber) ? "number"
        : typeof(T) == typeof(RegoArray) ? "array"
        : typeof(T) == typeof(RegoObject) ? "object"
        : typeof(T) == typeof(RegoSet) ? "set"
        : typeof(T) == typeof(RegoBoolean) ? "boolean"
        : typeof(T) == typeof(RegoNull) ? "null"
        : "any";
}
