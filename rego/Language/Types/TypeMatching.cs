using Rego.Values;

namespace Rego.Types;

/// <summary>Whether there can be a value that is of both types.</summary>
internal sealed class TypeMatching
{
    private HashSet<(RegoType, RegoType)>? _assumed;

    private TypeMatching()
    {
    }

    internal static bool CanMatch(RegoType? a, RegoType? b) => new TypeMatching().Match(a, b);

    private bool Match(RegoType? a, RegoType? b)
    {
        if (a is null or UnknownType || b is null or UnknownType)
        {
            return false;
        }

        if (a is RecursiveType || b is RecursiveType)
        {
            // Met again further down, the pair holds if the rest does.
            return !(_assumed ??= []).Add((a, b)) || Match(RecursiveType.Resolve(a), RecursiveType.Resolve(b));
        }

        if ((a is AnyType anyA && MatchesAny(anyA, b)) || (b is AnyType anyB && MatchesAny(anyB, a)))
        {
            return true;
        }

        return (a, b) switch
        {
            (ScalarType x, ScalarType y) => x.Kind == y.Kind,
            (ArrayType x, ArrayType y) => MatchElements(x, y, from: 0) && MatchElements(y, x, from: x.Elements.Length) && (x.Rest is null || y.Rest is null || Match(x.Rest, y.Rest)),
            (ObjectType x, ObjectType y) => MatchProperties(x.Properties, y) && MatchProperties(OnlyIn(y, x), x) && (x.Value is null || y.Value is null || Match(x.Value, y.Value)),
            // Two sets written as empty do not match, odd as that is; one does match any other set.
            (SetType x, SetType y) => x.Element is UnknownType != y.Element is UnknownType || Match(x.Element, y.Element),
            (FunctionType x, FunctionType y) => x.Arguments.Length == y.Arguments.Length && x.Arguments.Zip(y.Arguments).All(pair => Match(pair.First, pair.Second)),
            _ => false,
        };
    }

    private bool MatchesAny(AnyType any, RegoType type) =>
        type is not FunctionType && (any.Types.IsEmpty || any.Types.Any(alternative => Match(alternative, type)));

    /// <summary>Whether elements match those of the other type. What both have is compared once: twice at each level would be endless.</summary>
    private bool MatchElements(ArrayType a, ArrayType b, int from)
    {
        for (var i = from; i < a.Elements.Length; i++)
        {
            if (!Match(a.Elements[i], i < b.Elements.Length ? b.Elements[i] : b.Rest))
            {
                return false;
            }
        }

        return true;
    }

    private bool MatchProperties(IEnumerable<KeyValuePair<RegoValue, RegoType>> properties, ObjectType other) =>
        properties.All(property => Match(property.Value, TypeAlgebra.Select(other, property.Key)));

    private static IEnumerable<KeyValuePair<RegoValue, RegoType>> OnlyIn(ObjectType a, ObjectType b)
    {
        var others = b.Properties.Select(property => property.Key).ToHashSet();
        return a.Properties.Where(property => !others.Contains(property.Key));
    }
}
