using System.Collections.Immutable;

namespace Rego.Types;

/// <summary>Whether types are the same, member by member.</summary>
internal static class TypeEquality
{
    internal static bool AreEqual(RegoType? a, RegoType? b)
    {
        if (ReferenceEquals(a, b))
        {
            return true;
        }

        return (a, b) switch
        {
            (ScalarType x, ScalarType y) => x.Kind == y.Kind,
            (SetType x, SetType y) => AreEqual(x.Element, y.Element),
            (ArrayType x, ArrayType y) => AreEqual(x.Elements, y.Elements) && AreEqual(x.Rest, y.Rest),
            (ObjectType x, ObjectType y) => AreEqual(x, y),
            (AnyType x, AnyType y) => x.Types.Length == y.Types.Length && x.Types.All(t => Contains(y, t)),
            (FunctionType x, FunctionType y) => AreEqual(x.Arguments, y.Arguments) && AreEqual(x.Result, y.Result) && AreEqual(x.Variadic, y.Variadic),
            _ => false,
        };
    }

    /// <summary>Whether one of the alternatives is the same type; true where anything is allowed.</summary>
    internal static bool Contains(AnyType any, RegoType type) =>
        any.Types.IsEmpty ? type is not FunctionType : any.Types.Any(alternative => AreEqual(alternative, type));

    private static bool AreEqual(ObjectType a, ObjectType b) =>
        a.Properties.Length == b.Properties.Length
            && AreEqual(a.Key, b.Key)
            && AreEqual(a.Value, b.Value)
            && a.Properties.All(p => b.Properties.Any(q => q.Key.Equals(p.Key) && AreEqual(p.Value, q.Value)));

    private static bool AreEqual(ImmutableArray<RegoType> a, ImmutableArray<RegoType> b) =>
        a.Length == b.Length && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second));
}
