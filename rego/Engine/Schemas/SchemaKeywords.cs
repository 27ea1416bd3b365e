using Rego.Values;

namespace Rego.Schemas;

/// <summary>The members of a schema, each checked for what its keyword may hold.</summary>
/// <param name="members">The schema.</param>
/// <param name="draft">The draft that it follows.</param>
internal readonly struct SchemaKeywords(RegoObject members, SchemaDraft draft)
{
    private static readonly string[] KnownTypes = ["array", "boolean", "integer", "number", "null", "object", "string"];

    internal RegoObject Members => members;

    /// <summary>A keyword's value; undefined where it is absent.</summary>
    internal RegoValue this[string keyword] => members[keyword];

    /// <summary>The keyword holds something else than it may.</summary>
    internal static SchemaException Wrong(string keyword, string expected) => new($"Invalid type. Expected: {expected}, given: {keyword}");

    /// <summary>Whether keywords that came with a draft count.</summary>
    internal bool Has(SchemaDraft since) => draft >= since;

    /// <summary>The types, each known and named once.</summary>
    internal IReadOnlyList<string> Types()
    {
        IReadOnlyList<string> types = members["type"] switch
        {
            RegoUndefined => [],
            RegoString single => [single.Value],
            RegoArray several => [.. several.Select(type => (type as RegoString)?.Value ?? throw Wrong("type", "string/array of strings"))],
            _ => throw Wrong("type", "string/array of strings"),
        };
        for (var i = 0; i < types.Count; i++)
        {
            if (!KnownTypes.Contains(types[i]))
            {
                throw new SchemaException($"has a primitive type that is NOT VALID -- given: /{types[i]}/ Expected valid values are:[{string.Join(' ', KnownTypes)}]");
            }

            if (types.Take(i).Contains(types[i]))
            {
                throw new SchemaException($"{types[i]} type is duplicated");
            }
        }

        return types;
    }

    internal string? Text(string keyword) =>
        !members.TryGetValue(keyword, out var value) ? null : (value as RegoString)?.Value ?? throw Wrong(keyword, "string");

    internal RegoArray List(string keyword) =>
        !members.TryGetValue(keyword, out var value) ? RegoArray.Empty : value as RegoArray ?? throw new SchemaException($"{keyword} must be of an array");

    /// <summary>The values, none of them twice.</summary>
    internal RegoArray DistinctList(string keyword)
    {
        var list = List(keyword);
        return list.Distinct().Count() == list.Count ? list : throw new SchemaException($"{keyword} items must be unique");
    }

    internal IReadOnlyList<string> Names(string keyword) =>
        [.. DistinctList(keyword).Select(item => (item as RegoString)?.Value ?? throw Wrong(keyword, "string"))];

    internal RegoObject Map(string keyword, Func<SchemaException> wrong) =>
        !members.TryGetValue(keyword, out var value) ? RegoObject.Empty : value as RegoObject ?? throw wrong();

    internal bool Flag(string keyword) =>
        members.TryGetValue(keyword, out var value) && ((value as RegoBoolean) ?? throw new SchemaException($"{keyword} must be of a boolean")).Value;

    internal RegoNumber? Number(string keyword) =>
        !members.TryGetValue(keyword, out var value) ? null : value as RegoNumber ?? throw new SchemaException($"{keyword} must be of a number");

    internal RegoNumber? MultipleOf()
    {
        if (!members.TryGetValue("multipleOf", out var value))
        {
            return null;
        }

        var multiple = value as RegoNumber ?? throw Wrong("multipleOf", "number");
        return multiple > RegoNumber.From(0) ? multiple : throw new SchemaException("multipleOf must be strictly greater than 0");
    }

    /// <summary>A bound that is not itself allowed: in draft 4 a flag on another keyword, later a number of its own.</summary>
    internal RegoNumber? ExclusiveBound(string keyword, string bound)
    {
        if (!members.TryGetValue(keyword, out var value))
        {
            return null;
        }

        return value switch
        {
            RegoBoolean when draft is SchemaDraft.Draft4 or SchemaDraft.Any && Number(bound) is null => throw new SchemaException($"{keyword} cannot be used without {bound}"),
            RegoBoolean flag when draft is SchemaDraft.Draft4 or SchemaDraft.Any => flag.Value ? Number(bound) : null,
            RegoNumber number when draft != SchemaDraft.Draft4 => number,
            _ => throw Wrong(keyword, draft switch
            {
                SchemaDraft.Draft4 => "boolean",
                SchemaDraft.Any => "boolean/number",
                _ => "number",
            }),
        };
    }

    /// <summary>A size; none may be greater than the size under the other keyword, where one is named.</summary>
    internal int? Size(string keyword, int? least = null, string leastKeyword = "")
    {
        if (!members.TryGetValue(keyword, out var value))
        {
            return null;
        }

        if (value is not RegoNumber number || !number.TryGetInt64(out var size))
        {
            throw new SchemaException($"{keyword} must be of an integer");
        }

        if (size < 0)
        {
            throw new SchemaException($"{keyword} must be greater than or equal to 0");
        }

        return least > size ? throw new SchemaException($"{leastKeyword} cannot be greater than {keyword}") : (int)Math.Min(size, int.MaxValue);
    }
}
