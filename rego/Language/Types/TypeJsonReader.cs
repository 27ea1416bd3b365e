using Rego.Values;

namespace Rego.Types;

/// <summary>Reads types in the form of <c>capabilities.json</c>.</summary>
internal static class TypeJsonReader
{
    private const int MaxDepth = 100;

    /// <exception cref="FormatException">It is no type.</exception>
    internal static RegoType Read(RegoObject fields, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException($"a type is nested more than {MaxDepth} deep");
        }

        var name = (fields["type"] as RegoString)?.Value;
        return name switch
        {
            "null" => RegoType.Null,
            "boolean" => RegoType.Boolean,
            "number" => RegoType.Number,
            "string" => RegoType.String,
            "any" => new AnyType([.. Items(fields, "of", depth)]),
            "set" => new SetType(Member(fields, "of", depth) ?? UnknownType.Instance),
            "array" => new ArrayType([.. Items(fields, "static", depth)], Member(fields, "dynamic", depth)),
            "object" => ReadObject(fields, depth),
            "function" => new FunctionType([.. Items(fields, "args", depth)], Member(fields, "result", depth), Member(fields, "variadic", depth)),
            _ => throw new FormatException($"'{name}' is no type"),
        };
    }

    private static ObjectType ReadObject(RegoObject fields, int depth)
    {
        var rest = fields["dynamic"] as RegoObject;
        var properties = (fields["static"] as RegoArray ?? RegoArray.Empty).Select(item => item is RegoObject property && property["key"] is { IsDefined: true } key
            ? KeyValuePair.Create(key, Member(property, "value", depth) ?? RegoType.Any)
            : throw new FormatException("a property of an object type has a key and a value"));
        return new ObjectType(
            [.. properties],
            rest is null ? null : Member(rest, "key", depth),
            rest is null ? null : Member(rest, "value", depth));
    }

    private static RegoType? Member(RegoObject fields, string name, int depth) => fields[name] switch
    {
        RegoObject type => Read(type, depth + 1),
        RegoUndefined or RegoNull => null,
        _ => throw new FormatException($"{name} is a type"),
    };

    private static IEnumerable<RegoType> Items(RegoObject fields, string name, int depth) => fields[name] switch
    {
        RegoArray items => items.Select(item => item is RegoObject type ? Read(type, depth + 1) : throw new FormatException($"{name} is a list of types")),
        RegoUndefined or RegoNull => [],
        _ => throw new FormatException($"{name} is a list of types"),
    };
}
