using System.Collections.Immutable;
using Rego.Types;
using Rego.Values;

namespace Rego.Analysis.Typing;

/// <summary>What a value can be asked for.</summary>
/// <param name="Type">The type of the keys.</param>
/// <param name="Values">The keys, sorted, where they are known; else none.</param>
internal sealed record PossibleKeys(RegoType? Type, ImmutableArray<RegoValue> Values)
{
    internal static PossibleKeys Of(RegoType? type) => new(TypeAlgebra.Keys(type), [.. Named(type).Distinct().Order()]);

    /// <summary>Those of a place in the tree of rules, for an operand of a type.</summary>
    internal static PossibleKeys At(TypeNode node, RegoType? type) => new(type, [.. node.Children.Keys.Order()]);

    private static IEnumerable<RegoValue> Named(RegoType? type) => RecursiveType.Resolve(type) switch
    {
        ObjectType obj => obj.Properties.Select(property => property.Key),
        AnyType any => any.Types.SelectMany(Named),
        _ => [],
    };
}
