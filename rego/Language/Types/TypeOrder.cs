using System.Collections.Immutable;
using Rego.Values;

namespace Rego.Types;

/// <summary>The order in which messages and details tell the parts of types.</summary>
internal static class TypeOrder
{
    private static readonly Comparer<RegoType?> ByKind = Comparer<RegoType?>.Create(Compare);

    /// <summary>Alternatives: scalars, arrays, objects, sets, the rest.</summary>
    internal static IEnumerable<RegoType> Sort(ImmutableArray<RegoType> types) => types.Order(ByKind);

    /// <summary>Properties by key.</summary>
    internal static IEnumerable<KeyValuePair<RegoValue, RegoType>> Sort(ImmutableArray<KeyValuePair<RegoValue, RegoType>> properties) =>
        properties.OrderBy(property => property.Key);

    private static int Compare(RegoType? a, RegoType? b)
    {
        var order = RankOf(a).CompareTo(RankOf(b));
        return order != 0 ? order : (a, b) switch
        {
            (SetType x, SetType y) => Compare(x.Element, y.Element),
            (AnyType x, AnyType y) => CompareLists(x.Types, y.Types),
            (ArrayType x, ArrayType y) => CompareArrays(x, y),
            (ObjectType x, ObjectType y) => CompareObjects(x, y),
            (FunctionType x, FunctionType y) => CompareLists(x.Arguments, y.Arguments) is var arguments and not 0 ? arguments : Compare(x.Result, y.Result),
            _ => 0,
        };
    }

    private static int RankOf(RegoType? type) => type switch
    {
        null or UnknownType => 0,
        ScalarType scalar => 1 + (int)scalar.Kind,
        ArrayType => 10,
        ObjectType => 11,
        SetType => 12,
        AnyType => 13,
        FunctionType => 14,
        _ => 15,
    };

    private static int CompareArrays(ArrayType a, ArrayType b) =>
        CompareLists(a.Elements, b.Elements) is var order and not 0 ? order : Compare(a.Rest, b.Rest);

    private static int CompareObjects(ObjectType a, ObjectType b)
    {
        if (Compare(a.Key, b.Key) is var keys and not 0)
        {
            return keys;
        }

        if (Compare(a.Value, b.Value) is var values and not 0)
        {
            return values;
        }

        foreach (var (x, y) in Sort(a.Properties).Zip(Sort(b.Properties)))
        {
            var order = x.Key.CompareTo(y.Key);
            order = order != 0 ? order : Compare(x.Value, y.Value);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Properties.Length.CompareTo(b.Properties.Length);
    }

    private static int CompareLists(ImmutableArray<RegoType> a, ImmutableArray<RegoType> b)
    {
        foreach (var (x, y) in a.Zip(b))
        {
            if (Compare(x, y) is var order and not 0)
            {
                return order;
            }
        }

        return a.Length.CompareTo(b.Length);
    }
}
