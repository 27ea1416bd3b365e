using System.Globalization;
using Rego.Values;

namespace Rego.Builtins;

/// <summary>JSON Patch (RFC 6902), with sets beside objects and arrays.</summary>
internal sealed class JsonPatch
{
    private readonly BuiltinContext _context;

    private JsonPatch(BuiltinContext context) => _context = context;

    /// <summary>Applies operations one after the other.</summary>
    internal static RegoValue Apply(BuiltinContext context, RegoValue target, RegoValue b)
    {
        if (b is not RegoArray operations)
        {
            return context.FailType(2, "array", b);
        }

        try
        {
            var patch = new JsonPatch(context);
            foreach (var operation in operations.Items)
            {
                target = patch.Apply(target, operation);
            }

            return target;
        }
        catch (PatchException e)
        {
            return context.Fail(e.Message);
        }
    }

    private RegoValue Apply(RegoValue target, RegoValue operation)
    {
        if (operation is not RegoObject members)
        {
            throw new PatchException("must be an array of JSON-Patch objects, but at least one element is not an object");
        }

        if (Attribute(members, "op") is not RegoString op)
        {
            throw new PatchException("attribute 'op' must be a string");
        }

        return op.Value switch
        {
            "add" => Insert(target, PathOf(members, "path"), Attribute(members, "value")),
            "remove" => Delete(target, PathOf(members, "path")),
            "replace" => Replace(target, PathOf(members, "path"), Attribute(members, "value")),
            "move" => Move(target, PathOf(members, "from"), PathOf(members, "path")),
            "copy" => Insert(target, PathOf(members, "path"), Read(target, PathOf(members, "from"))),
            "test" => Test(target, PathOf(members, "path"), Attribute(members, "value")),
            _ => throw new PatchException($"unrecognized op: '{op.Value}'"),
        };
    }

    private static RegoValue Attribute(RegoObject operation, string name) =>
        operation.TryGetValue(name, out var value) ? value : throw new PatchException($"missing '{name}' attribute");

    private static ReadOnlySpan<RegoValue> PathOf(RegoObject operation, string name)
    {
        var value = Attribute(operation, name);
        var path = JsonPathFunctions.Parse(value)
            ?? throw new PatchException($"must be one of {{set, array}} containing string paths or array of path segments but got {value.TypeName}");
        return path.ToArray();
    }

    private RegoValue Replace(RegoValue target, ReadOnlySpan<RegoValue> path, RegoValue value) => Insert(Delete(target, path), path, value);

    private RegoValue Move(RegoValue target, ReadOnlySpan<RegoValue> from, ReadOnlySpan<RegoValue> to)
    {
        var value = Read(target, from);
        return Insert(Delete(target, from), to, value);
    }

    private RegoValue Test(RegoValue target, ReadOnlySpan<RegoValue> path, RegoValue expected)
    {
        var found = Read(target, path);
        return found.Equals(expected) ? target : throw new PatchException($"value from EditTree != patch value.\n\nExpected: {expected}\n\nFound: {found}");
    }

    private RegoValue Read(RegoValue target, ReadOnlySpan<RegoValue> path)
    {
        _context.Charge(1 + path.Length);
        foreach (var key in path)
        {
            target = Child(target, key);
        }

        return target;
    }

    private static RegoValue Child(RegoValue target, RegoValue key)
    {
        var child = target switch
        {
            RegoObject members => members[key],
            RegoSet set => set.Contains(key) ? key : RegoValue.Undefined,
            RegoArray array => array[Index(array, key, array.Count - 1)],
            _ => RegoValue.Undefined,
        };
        return child.IsDefined ? child : throw new PatchException($"path {key} does not exist in {target.TypeName}");
    }

    private RegoValue Insert(RegoValue target, ReadOnlySpan<RegoValue> path, RegoValue value)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        var key = path[0];
        return path.Length > 1
            ? With(target, key, Insert(Child(target, key), path[1..], value))
            : target switch
            {
                RegoArray array => InsertAt(array, key, value),
                RegoSet set => key.Equals(value)
                    ? SetAlgebra.Union(_context, set, RegoSet.From(value))
                    : throw new PatchException($"set key {key} does not equal value to be inserted {value}"),
                RegoObject => With(target, key, value),
                _ => throw new PatchException($"cannot insert into {target.TypeName}"),
            };
    }

    private RegoArray InsertAt(RegoArray array, RegoValue key, RegoValue value)
    {
        var index = key is RegoString { Value: "-" } ? array.Count : Index(array, key, array.Count);
        _context.Charge(array.Count, 8L * array.Count);
        return RegoArray.Own([.. array.Items[..index], value, .. array.Items[index..]]);
    }

    private RegoValue Delete(RegoValue target, ReadOnlySpan<RegoValue> path)
    {
        if (path.IsEmpty)
        {
            // The root may only be taken away to be replaced; what stands for it is never seen otherwise.
            return RegoNull.Instance;
        }

        var key = path[0];
        return path.Length > 1 ? With(target, key, Delete(Child(target, key), path[1..])) : Without(target, key);
    }

    private RegoValue Without(RegoValue target, RegoValue key)
    {
        switch (target)
        {
            case RegoObject members when !members.ContainsKey(key):
            case RegoSet set when !set.Contains(key):
                throw new PatchException($"cannot delete child key {key} that does not exist");
            case RegoObject members:
                _context.Charge(members.Count, 16L * members.Count);
                return RegoObject.From(members.Where(member => !member.Key.Equals(key)));
            case RegoSet set:
                return SetAlgebra.Difference(_context, set, RegoSet.From(key));
            default:
                _ = Child(target, key);
                var array = (RegoArray)target;
                var index = Index(array, key, array.Count - 1);
                _context.Charge(array.Count, 8L * array.Count);
                return RegoArray.Own([.. array.Items[..index], .. array.Items[(index + 1)..]]);
        }
    }

    /// <summary>The value with one child put in the place of the one under the same key.</summary>
    private RegoValue With(RegoValue target, RegoValue key, RegoValue child)
    {
        switch (target)
        {
            case RegoObject members:
                _context.Charge(members.Count, 16L * members.Count);
                return RegoObject.From(members.Append(KeyValuePair.Create(key, child)));
            case RegoSet set:
                return SetAlgebra.Union(_context, SetAlgebra.Difference(_context, set, RegoSet.From(key)), RegoSet.From(child));
            case RegoArray array:
                _context.Charge(array.Count, 8L * array.Count);
                var items = array.Items.ToArray();
                items[Index(array, key, array.Count - 1)] = child;
                return RegoArray.Own(items);
            default:
                throw new PatchException($"path {key} does not exist in {target.TypeName}");
        }
    }

    /// <summary>An index by number or by its text, which has no zero in front.</summary>
    private static int Index(RegoArray array, RegoValue key, int last)
    {
        var index = key switch
        {
            RegoNumber number when number.TryGetIndex(int.MaxValue, out var at) => at,
            RegoString { Value: "-" } => array.Count - 1,
            RegoString { Value: var text } when (text == "0" || !text.StartsWith('0')) && NumberText.TryParseIndex(text, out var at) => at,
            _ => throw new PatchException($"invalid array index {key}"),
        };
        return index <= last ? index : throw new PatchException($"index {index} is out of bounds");
    }

    private sealed class PatchException(string message) : Exception(message);
}
