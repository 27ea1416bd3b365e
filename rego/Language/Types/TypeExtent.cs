using System.Runtime.CompilerServices;

namespace Rego.Types;

/// <summary>
/// How large types are when all that is in them is counted as often as it occurs. A few rules that each put another one twice into
/// an array have a type that is small in memory and endless to compare.
/// </summary>
internal static class TypeExtent
{
    /// <summary>Of larger values no more is told than that they are something.</summary>
    private const int MaxParts = 100_000;

    private static readonly ConditionalWeakTable<RegoType, StrongBox<int>> Known = [];

    /// <summary>The type itself, or that of anything where it is too large to work with.</summary>
    internal static RegoType Bound(RegoType type) => PartsOf(type) > MaxParts ? RegoType.Any : type;

    /// <summary>The count, which ends soon after the bound.</summary>
    private static int PartsOf(RegoType? type)
    {
        if (type is not (ArrayType or ObjectType or SetType or FunctionType or AnyType))
        {
            return 1;
        }

        if (Known.TryGetValue(type, out var known))
        {
            return known.Value;
        }

        var (parts, isNested) = (1, false);
        foreach (var child in ChildrenOf(type))
        {
            isNested |= child is ArrayType or ObjectType or SetType or FunctionType or AnyType;
            parts = Math.Min(MaxParts + 1, parts + PartsOf(child));
        }

        if (isNested)
        {
            Known.AddOrUpdate(type, new StrongBox<int>(parts));
        }

        return parts;
    }

    private static IEnumerable<RegoType?> ChildrenOf(RegoType type) => type switch
    {
        ArrayType array => array.Elements.Append(array.Rest!),
        ObjectType obj => obj.Properties.Select(property => (RegoType?)property.Value).Append(obj.Key).Append(obj.Value),
        SetType set => [set.Element],
        FunctionType function => function.Arguments.Append(function.Result!),
        AnyType any => any.Types,
        _ => [],
    };
}
