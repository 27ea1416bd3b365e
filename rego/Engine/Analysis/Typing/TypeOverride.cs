using System.Collections.Immutable;
using Rego.Types;
using Rego.Values;

namespace Rego.Analysis.Typing;

/// <summary>Puts a type in the place of what is known below an object.</summary>
internal static class TypeOverride
{
    /// <summary>The type with another one at a path below it; what is no object becomes one that may hold anything else too.</summary>
    internal static ObjectType At(RegoType type, ReadOnlySpan<RegoValue> path, RegoType replacement)
    {
        if (type is not ObjectType obj)
        {
            return Nest(path, replacement, RegoType.Any, RegoType.Any);
        }

        for (var i = 0; i < obj.Properties.Length; i++)
        {
            var (key, value) = obj.Properties[i];
            if (key.Equals(path[0]))
            {
                var changed = path.Length == 1 ? replacement : At(RecursiveType.Resolve(value), path[1..], replacement);
                return obj with { Properties = obj.Properties.SetItem(i, new(key, changed)) };
            }
        }

        return obj with { Properties = obj.Properties.AddRange(Nest(path, replacement, obj.Key, obj.Value).Properties) };
    }

    private static ObjectType Nest(ReadOnlySpan<RegoValue> path, RegoType type, RegoType? key, RegoType? value)
    {
        var below = path.Length == 1 ? type : Nest(path[1..], type, key, value);
        return new ObjectType([new(path[0], below)], key, value);
    }
}
