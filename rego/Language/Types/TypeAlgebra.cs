using System.Collections.Immutable;
using Rego.Values;

namespace Rego.Types;

/// <summary>What follows from types: of their keys, their values, their members, their unions.</summary>
internal static class TypeAlgebra
{
    /// <summary>Whether it is the type of anything.</summary>
    internal static bool IsAny(RegoType? type) => type is AnyType { Types.IsEmpty: true };

    /// <summary>Whether something in the type is unknown.</summary>
    internal static bool HasUnknown(RegoType? type) => type switch
    {
        null or UnknownType => true,
        ArrayType array => array.Elements.Any(HasUnknown) || array.Rest is UnknownType,
        ObjectType obj => obj.Properties.Any(property => HasUnknown(property.Value)) || (obj.Key is not null && (HasUnknown(obj.Key) || HasUnknown(obj.Value))),
        SetType set => set.Element is not UnknownType && HasUnknown(set.Element),
        FunctionType function => function.Arguments.Any(HasUnknown) || HasUnknown(function.Result),
        _ => false,
    };

    /// <summary>A value of either type; an unknown one adds nothing.</summary>
    internal static RegoType Or(RegoType? a, RegoType? b)
    {
        if (a is null or UnknownType)
        {
            return b ?? UnknownType.Instance;
        }

        if (b is null or UnknownType)
        {
            return a;
        }

        if (a is FunctionType f && b is FunctionType g)
        {
            return OrFunctions(f, g);
        }

        return (a, b) switch
        {
            (FunctionType, _) or (_, FunctionType) => UnknownType.Instance,
            (AnyType any, _) => Merge(any, b),
            (_, AnyType any) => Merge(any, a),
            _ => TypeEquality.AreEqual(a, b) ? a : RegoType.OneOf(a, b),
        };
    }

    /// <summary>The type of what a value can be asked for; null where it cannot be asked.</summary>
    internal static RegoType? Keys(RegoType? type) => RecursiveType.Resolve(type) switch
    {
        ArrayType => RegoType.Number,
        ObjectType { Properties.IsEmpty: true, Key: null } => RegoType.Any,
        ObjectType obj => Union([.. obj.Properties.Select(property => TypeOf(property.Key)), obj.Key]),
        SetType set => set.Element is UnknownType ? RegoType.Any : set.Element,
        AnyType { Types.IsEmpty: true } => type,
        AnyType any => Union(any.Types.Select(Keys)),
        _ => null,
    };

    /// <summary>The type of what a value holds; null where it holds nothing.</summary>
    internal static RegoType? Values(RegoType? type) => RecursiveType.Resolve(ValuesOf(RecursiveType.Resolve(type)));

    /// <summary>The type of a value's member under a key; null where there is none.</summary>
    internal static RegoType? Select(RegoType? type, RegoValue key) => RecursiveType.Resolve(SelectOf(RecursiveType.Resolve(type), key));

    /// <summary>The type of a value that is known.</summary>
    internal static RegoType TypeOf(RegoValue value) => value switch
    {
        RegoArray array => array.Count == 0 ? RegoType.ArrayOf(RegoType.Any) : new ArrayType([.. array.Select(TypeOf)], null),
        RegoObject { Count: 0 } => RegoType.ObjectOf(RegoType.Any, RegoType.Any),
        RegoObject obj => new ObjectType([.. obj.Select(member => new KeyValuePair<RegoValue, RegoType>(member.Key, TypeOf(member.Value)))], null, null),
        RegoSet set => new SetType(Union(set.Select(TypeOf)) ?? RegoType.Any),
        _ => new ScalarType(value.Kind),
    };

    private static RegoType? ValuesOf(RegoType? type) => type switch
    {
        // Iterating what is written as empty is no mistake; asking it for a constant key is.
        ArrayType { Elements.IsEmpty: true, Rest: null } or ObjectType { Properties.IsEmpty: true, Value: null } => RegoType.Any,
        ArrayType array => Union([.. array.Elements, array.Rest]),
        ObjectType obj => Union([.. obj.Properties.Select(property => property.Value), obj.Value]),
        SetType set => set.Element is UnknownType ? RegoType.Any : set.Element,
        AnyType { Types.IsEmpty: true } => type,
        AnyType any => Union(any.Types.Select(Values)),
        _ => null,
    };

    private static RegoType? SelectOf(RegoType? type, RegoValue key) => type switch
    {
        ArrayType array => SelectItem(array, key),
        ObjectType obj => SelectMember(obj, key),
        SetType set => SelectElement(set, TypeOf(key)),
        AnyType { Types.IsEmpty: true } => type,
        AnyType any => Union(any.Types.Select(alternative => Select(alternative, key))),
        _ => null,
    };

    private static RegoType? Union(IEnumerable<RegoType?> types)
    {
        RegoType? union = null;
        foreach (var type in types.Where(type => type is not null))
        {
            union = Or(union, type);
        }

        return union;
    }

    private static AnyType Merge(AnyType any, RegoType other)
    {
        if (any.Types.IsEmpty || IsAny(other))
        {
            return (AnyType)RegoType.Any;
        }

        var more = other is AnyType others ? others.Types : [other];
        return new AnyType([.. any.Types, .. more.Where(type => !TypeEquality.Contains(any, type))]);
    }

    private static RegoType OrFunctions(FunctionType a, FunctionType b)
    {
        if (a.Arguments.Length != b.Arguments.Length || a.Variadic is null != b.Variadic is null)
        {
            return UnknownType.Instance;
        }

        var arguments = ImmutableArray.CreateRange(a.Arguments.Zip(b.Arguments, (x, y) => Or(x, y)));
        return new FunctionType(arguments, Or(a.Result, b.Result), a.Variadic);
    }

    private static RegoType? SelectItem(ArrayType array, RegoValue key) =>
        key is RegoNumber number && number.TryGetInt64(out var at)
            ? at >= 0 && at < array.Elements.Length ? array.Elements[(int)at] : array.Rest
            : null;

    private static RegoType? SelectMember(ObjectType obj, RegoValue key)
    {
        foreach (var property in obj.Properties)
        {
            if (property.Key.Equals(key))
            {
                return property.Value;
            }
        }

        var type = TypeOf(key);
        return obj.Key is AnyType any
            ? TypeEquality.Contains(any, type) ? obj.Value : null
            : TypeEquality.AreEqual(obj.Key, type) ? obj.Value : null;
    }

    private static RegoType? SelectElement(SetType set, RegoType type)
    {
        if (TypeEquality.AreEqual(set.Element, type))
        {
            return set.Element;
        }

        return set.Element is AnyType any && TypeEquality.Contains(any, type) ? type : null;
    }
}
