using Rego.Types;
using Rego.Values;

namespace Rego.Analysis.Typing;

/// <summary>Puts together what several rules say about one place.</summary>
internal static class TypeMerging
{
    internal static RegoType Merge(RegoType? a, RegoType? b)
    {
        if (a is null || b is null)
        {
            return a ?? b ?? UnknownType.Instance;
        }

        return (a, b) switch
        {
            (ObjectType x, ObjectType y) when x.Properties.IsEmpty && y.Properties.IsEmpty => new ObjectType([], TypeAlgebra.Or(x.Key, y.Key), Merge(x.Value, y.Value)),
            (SetType x, SetType y) => new SetType(TypeAlgebra.Or(x.Element, y.Element)),
            (AnyType, not AnyType) => Merge(b, a),
            (ObjectType { Properties.IsEmpty: true } x, AnyType any) => MergeInto(any, x),
            _ => TypeAlgebra.Or(a, b),
        };
    }

    /// <summary>The object with what stands at a path below it.</summary>
    internal static ObjectType Insert(ObjectType obj, ReadOnlySpan<RegoValue> path, RegoType type)
    {
        if (path.IsEmpty)
        {
            return obj;
        }

        var below = path.Length == 1 ? type : Insert(new ObjectType([], null, null), path[1..], type);
        return obj with { Key = TypeAlgebra.Or(obj.Key, TypeAlgebra.TypeOf(path[0])), Value = TypeAlgebra.Or(obj.Value, below) };
    }

    private static RegoType MergeInto(AnyType any, ObjectType obj)
    {
        var at = any.Types.ToList().FindIndex(type => type is ObjectType { Properties.IsEmpty: true });
        if (at < 0)
        {
            return TypeAlgebra.Or(any, obj);
        }

        var known = (ObjectType)any.Types[at];
        var merged = new ObjectType([], TypeAlgebra.Or(known.Key, obj.Key), TypeAlgebra.Or(known.Value, obj.Value));
        return new AnyType(any.Types.SetItem(at, merged));
    }
}
