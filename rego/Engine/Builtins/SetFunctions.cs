using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Sets.</summary>
internal static class SetFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("and", AnySet, AnySet, AnySet, Operators.And) { Infix = "&" },
        new("or", AnySet, AnySet, AnySet, Operators.Or) { Infix = "|" },
        new("intersection", SetOf(AnySet), AnySet, Operands.Of<RegoSet>(Intersection)),
        new("union", SetOf(AnySet), AnySet, Operands.Of<RegoSet>(Union)),
        new("set_diff", AnySet, AnySet, AnySet, Operands.Of<RegoSet, RegoSet>(SetAlgebra.Difference)) { IsDeprecated = true },
    ];

    private static RegoValue Intersection(BuiltinContext context, RegoSet sets)
    {
        var common = RegoSet.Empty;
        for (var i = 0; i < sets.Count; i++)
        {
            if (sets.Items[i] is not RegoSet set)
            {
                return context.FailType(1, "set", sets.Items[i]);
            }

            common = i == 0 ? set : SetAlgebra.Intersection(context, common, set);
        }

        return common;
    }

    private static RegoValue Union(BuiltinContext context, RegoSet sets)
    {
        var all = new RegoSetBuilder();
        foreach (var item in sets.Items)
        {
            if (item is not RegoSet set)
            {
                return context.FailType(1, "set", item);
            }

            context.Charge(set.Count, 8L * set.Count);
            foreach (var element in set.Items)
            {
                all.Add(element);
            }
        }

        return all.Build();
    }
}
