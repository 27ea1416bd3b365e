using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Equality, order and membership.</summary>
internal static class ComparisonFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("eq", AnyT, AnyT, BoolT, (_, a, b) => RegoBoolean.From(a.Equals(b))) { Infix = "=" },
        new("assign", AnyT, AnyT, BoolT, (_, a, b) => RegoBoolean.From(a.Equals(b))) { Infix = ":=" },
        new("equal", AnyT, AnyT, BoolT, (_, a, b) => RegoBoolean.From(a.Equals(b))) { Infix = "==" },
        new("neq", AnyT, AnyT, BoolT, (_, a, b) => RegoBoolean.From(!a.Equals(b))) { Infix = "!=" },
        new("lt", AnyT, AnyT, BoolT, (_, a, b) => RegoBoolean.From(a < b)) { Infix = "<" },
        new("lte", AnyT, AnyT, BoolT, (_, a, b) => RegoBoolean.From(a <= b)) { Infix = "<=" },
        new("gt", AnyT, AnyT, BoolT, (_, a, b) => RegoBoolean.From(a > b)) { Infix = ">" },
        new("gte", AnyT, AnyT, BoolT, (_, a, b) => RegoBoolean.From(a >= b)) { Infix = ">=" },
        new("internal.member_2", AnyT, AnyT, BoolT, (c, value, from) => RegoBoolean.From(Operators.IsMember(c, value, from))) { Infix = "in" },
        new("internal.member_3", AnyT, AnyT, AnyT, BoolT, (_, key, value, from) => RegoBoolean.From(Operators.IsMember(key, value, from))) { Infix = "in" },
    ];
}
