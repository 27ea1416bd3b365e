using System.Collections.Immutable;

namespace Rego.Types;

/// <summary>Two types that do not go together, each shown no further than it takes to see why.</summary>
internal static class TypeDifference
{
    /// <summary>How deep the two are followed: deeper, a message cannot be read, and a type that holds itself would not end.</summary>
    private const int MaxDepth = 8;

    internal static (string Left, string Right) Of(RegoType? a, RegoType? b, int depth = 0)
    {
        var isEnd = depth >= MaxDepth || a is null or UnknownType || b is null or UnknownType || AreAlike(a, b);
        return isEnd ? (TypeText.Aside(a), TypeText.Aside(b)) : (a, b) switch
        {
            (SetType x, SetType y) => OfSets(Of(x.Element, y.Element, depth + 1)),
            (ArrayType x, ArrayType y) => OfArrays(x, y, depth),
            (ObjectType x, ObjectType y) => OfObjects(x, y, depth),
            (AnyType x, AnyType y) => OfAlternatives(x, y),
            (FunctionType x, FunctionType y) when x.Arguments.Length == y.Arguments.Length => OfFunctions(x, y, depth),
            _ => (TypeText.Aside(a), TypeText.Aside(b)),
        };
    }

    private static bool AreAlike(RegoType? a, RegoType? b) => TypeText.Of(a) == TypeText.Of(b);

    private static (string Left, string Right) OfSets((string Left, string Right) elements) => ($"set[{elements.Left}]", $"set[{elements.Right}]");

    private static (string Left, string Right) OfArrays(ArrayType a, ArrayType b, int depth)
    {
        if (a.Elements.Length != b.Elements.Length || a.Rest is null != b.Rest is null)
        {
            return (TypeText.Of(a, depth: 1), TypeText.Of(b, depth: 1));
        }

        var elements = a.Elements.Zip(b.Elements, (x, y) => Of(x, y, depth + 1)).ToList();
        var (left, right) = a.Rest is null ? (null, null) : ((string?, string?))Of(a.Rest, b.Rest, depth + 1);
        return (TypeText.OfArray([.. elements.Select(pair => pair.Left)], left), TypeText.OfArray([.. elements.Select(pair => pair.Right)], right));
    }

    private static (string Left, string Right) OfObjects(ObjectType a, ObjectType b, int depth)
    {
        var (left, right) = (Properties(a, b, depth), Properties(b, a, depth));
        var (restLeft, restRight) = (a.Key, b.Key) switch
        {
            (null, null) => (null, null),
            (null, _) => (null, AsideMember(b)),
            (_, null) => (AsideMember(a), null),
            _ => Members(Of(a.Key, b.Key, depth + 1), Of(a.Value, b.Value, depth + 1)),
        };
        return (TypeText.OfObject(left, restLeft), TypeText.OfObject(right, restRight));
    }

    private static (string?, string?) Members((string Left, string Right) keys, (string Left, string Right) values) =>
        ($"{keys.Left}: {values.Left}", $"{keys.Right}: {values.Right}");

    private static string AsideMember(ObjectType type) => $"{TypeText.Aside(type.Key)}: {TypeText.Aside(type.Value)}";

    /// <summary>The properties of one object that the other one has otherwise, or not at all.</summary>
    private static List<string> Properties(ObjectType own, ObjectType other, int depth)
    {
        var shown = new List<string>();
        var isElided = false;
        foreach (var (key, value) in TypeOrder.Sort(own.Properties))
        {
            var match = other.Properties.FirstOrDefault(property => property.Key.Equals(key));
            if (match.Key is not null && AreAlike(value, match.Value))
            {
                isElided = true;
                continue;
            }

            shown.Add(TypeText.OfProperty(key, match.Key is null ? TypeText.Aside(value) : Of(value, match.Value, depth + 1).Left));
        }

        return isElided ? [.. shown, TypeText.Elision] : shown;
    }

    private static (string Left, string Right) OfAlternatives(AnyType a, AnyType b)
    {
        var isElided = a.Types.Any(type => b.Types.Any(other => AreAlike(type, other)));
        return (TypeText.OfAny(Without(a, b, isElided)), TypeText.OfAny(Without(b, a, isElided)));
    }

    private static ImmutableArray<string> Without(AnyType any, AnyType other, bool isElided)
    {
        var own = TypeOrder.Sort(any.Types).Where(type => !other.Types.Any(alternative => AreAlike(type, alternative))).Select(TypeText.Aside);
        return isElided ? [.. own, TypeText.Elision] : [.. own];
    }

    private static (string Left, string Right) OfFunctions(FunctionType a, FunctionType b, int depth)
    {
        var arguments = a.Arguments.Zip(b.Arguments, (x, y) => Of(x, y, depth + 1)).ToList();
        var (left, right) = Of(a.Result, b.Result, depth + 1);
        return (TypeText.OfFunction(arguments.Select(pair => pair.Left), left), TypeText.OfFunction(arguments.Select(pair => pair.Right), right));
    }
}
