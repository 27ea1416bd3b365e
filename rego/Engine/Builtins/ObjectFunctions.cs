using System.Runtime.CompilerServices;
using Rego.Types;
using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>Objects.</summary>
internal static class ObjectFunctions
{
    private static readonly RegoType Keys = OneOf(AnyArray, AnyObject, AnySet);
    private static readonly RegoType Collections = OneOf(AnyArray, AnyObject, AnySet);

    internal static IEnumerable<Builtin> All =>
    [
        new("object.get", AnyObject, AnyT, AnyT, AnyT, Get),
        new("object.keys", AnyObject, AnySet, Operands.Of<RegoObject>((c, a) => KeysOf(c, a))),
        new("object.remove", AnyObject, Keys, AnyObject, (c, a, keys) => Pick(c, a, keys, keepListed: false)),
        new("object.filter", AnyObject, Keys, AnyObject, (c, a, keys) => Pick(c, a, keys, keepListed: true)),
        new("object.union", AnyObject, AnyObject, AnyObject, Operands.Of<RegoObject, RegoObject>(Merge)),
        new("object.union_n", ArrayOf(AnyObject), AnyObject, Operands.Of<RegoArray>(MergeAll)),
        new("object.subset", Collections, Collections, BoolT, Subset),
    ];

    /// <summary>Merges deeply; where both have a member that is not an object in both, the right one's counts.</summary>
    internal static RegoObject Merge(BuiltinContext context, RegoObject left, RegoObject right)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        context.Charge(left.Count + right.Count, 16L * (left.Count + right.Count));
        if (left.Count == 0 || right.Count == 0)
        {
            return left.Count == 0 ? right : left;
        }

        var merged = new RegoObjectBuilder(left.Count + right.Count);
        for (var i = 0; i < left.Count; i++)
        {
            var value = left.Values[i];
            if (right.TryGetValue(left.Keys[i], out var other))
            {
                value = value is RegoObject a && other is RegoObject b ? Merge(context, a, b) : other;
            }

            merged.Add(left.Keys[i], value);
        }

        for (var i = 0; i < right.Count; i++)
        {
            if (!left.ContainsKey(right.Keys[i]))
            {
                merged.Add(right.Keys[i], right.Values[i]);
            }
        }

        return merged.Build();
    }

    /// <summary>What stands at a path of keys, indexes or elements; undefined where nothing does.</summary>
    internal static RegoValue Find(RegoValue value, ReadOnlySpan<RegoValue> path)
    {
        foreach (var key in path)
        {
            value = value switch
            {
                RegoObject members => members[key],
                RegoArray array => key is RegoNumber number && number.TryGetIndex(array.Count, out var at) ? array[at] : RegoValue.Undefined,
                RegoSet set => set.Contains(key) ? key : RegoValue.Undefined,
                _ => RegoValue.Undefined,
            };
        }

        return value;
    }

    private static RegoValue Get(BuiltinContext context, RegoValue a, RegoValue key, RegoValue fallback)
    {
        if (a is not RegoObject members)
        {
            return context.FailType(1, "object", a);
        }

        if (key is not RegoArray path)
        {
            return members.TryGetValue(key, out var member) ? member : fallback;
        }

        context.Charge(path.Count);
        var found = Find(members, path.Items);
        return found.IsDefined ? found : fallback;
    }

    private static RegoSet KeysOf(BuiltinContext context, RegoObject a)
    {
        context.Charge(a.Count, 8L * a.Count);
        return RegoSet.Own(a.Keys.ToArray());
    }

    private static RegoValue Pick(BuiltinContext context, RegoValue a, RegoValue keys, bool keepListed)
    {
        if (a is not RegoObject members)
        {
            return context.FailType(1, "object", a);
        }

        if (!Operands.TryItems(keys, out var listed))
        {
            if (keys is not RegoObject named)
            {
                return context.FailType(2, "one of {object, set, array}", keys);
            }

            listed = named.Keys;
        }

        context.Charge(members.Count + listed.Length, 16L * members.Count);
        var wanted = keys as RegoSet ?? RegoSet.From(listed);
        var picked = new RegoObjectBuilder(members.Count);
        for (var i = 0; i < members.Count; i++)
        {
            if (wanted.Contains(members.Keys[i]) == keepListed)
            {
                picked.Add(members.Keys[i], members.Values[i]);
            }
        }

        return picked.Build();
    }

    private static RegoValue MergeAll(BuiltinContext context, RegoArray all)
    {
        var merged = RegoObject.Empty;
        foreach (var item in all.Items)
        {
            if (item is not RegoObject next)
            {
                return context.FailElement(1, "object", all, item);
            }

            merged = Merge(context, merged, next);
        }

        return merged;
    }

    private static RegoValue Subset(BuiltinContext context, RegoValue super, RegoValue sub) => (super, sub) switch
    {
        (RegoObject a, RegoObject b) => RegoBoolean.From(IsSubobject(context, a, b)),
        (RegoSet a, RegoSet b) => RegoBoolean.From(IsSubset(context, a, b)),
        (RegoArray a, RegoArray b) => RegoBoolean.From(IsSubarray(context, a, b)),
        (RegoArray a, RegoSet b) => RegoBoolean.From(IsSubset(context, RegoSet.From(a.Items), b)),
        _ => context.FailType("both arguments object.subset must be of the same type or array and set"),
    };

    private static bool IsSubvalue(BuiltinContext context, RegoValue super, RegoValue sub)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return (super, sub) switch
        {
            (RegoObject a, RegoObject b) => IsSubobject(context, a, b),
            (RegoSet a, RegoSet b) => IsSubset(context, a, b),
            (RegoArray a, RegoArray b) => IsSubarray(context, a, b),
            (RegoArray a, RegoSet b) => IsSubset(context, RegoSet.From(a.Items), b),
            _ => super.Equals(sub),
        };
    }

    private static bool IsSubobject(BuiltinContext context, RegoObject super, RegoObject sub)
    {
        context.Charge(sub.Count);
        for (var i = 0; i < sub.Count; i++)
        {
            if (!super.TryGetValue(sub.Keys[i], out var value) || !IsSubvalue(context, value, sub.Values[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSubset(BuiltinContext context, RegoSet super, RegoSet sub)
    {
        context.Charge(sub.Count);
        foreach (var item in sub.Items)
        {
            if (!super.Contains(item))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSubarray(BuiltinContext context, RegoArray super, RegoArray sub)
    {
        for (var start = 0; start + sub.Count <= super.Count; start++)
        {
            context.Charge(1 + sub.Count);
            if (super.Items.Slice(start, sub.Count).SequenceEqual(sub.Items))
            {
                return true;
            }
        }

        return sub.Count == 0;
    }
}
