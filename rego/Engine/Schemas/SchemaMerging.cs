namespace Rego.Schemas;

/// <summary>
/// What several schemas that hold together (<c>allOf</c>) say, as OPA's type checker puts it: the first of them, with the
/// properties or elements of the others added. What else the others say is not looked at.
/// </summary>
internal static class SchemaMerging
{
    /// <exception cref="SchemaException">They cannot hold together.</exception>
    internal static SchemaNode Merge(IEnumerable<SchemaNode> schemas)
    {
        var parts = schemas.Select(WithImpliedType).ToList();
        var merged = parts[0];
        foreach (var part in parts.Skip(1))
        {
            if (TypeText(merged) != TypeText(part))
            {
                throw new SchemaException($"unable to merge these schemas: type mismatch: {TypeText(merged)} and {TypeText(part)}");
            }

            Add(merged, part);
        }

        return merged;
    }

    /// <summary>The types as messages tell them.</summary>
    internal static string TypeText(SchemaNode schema) => schema.Types.Count switch
    {
        0 => "undefined",
        1 => schema.Types[0],
        _ => $"[{string.Join(',', schema.Types)}]",
    };

    /// <summary>The schemas of the elements: one for all, or one for each.</summary>
    internal static IReadOnlyList<SchemaNode> Elements(SchemaNode schema) => schema.Items is null ? schema.ItemsByPosition : [schema.Items];

    /// <summary>A copy that has the type which its other keywords speak about.</summary>
    private static SchemaNode WithImpliedType(SchemaNode schema)
    {
        var copy = schema.Copy();
        var implied = schema.Properties.Count > 0 ? "object" : Elements(schema).Count > 0 ? "array" : null;
        if (implied is not null && !schema.Types.Contains(implied))
        {
            copy.Types = [.. schema.Types, implied];
        }

        return copy;
    }

    private static void Add(SchemaNode merged, SchemaNode part)
    {
        if (merged.Types.Contains("object") && merged.Properties.Count > 0)
        {
            merged.Properties = [.. merged.Properties, .. part.Properties];
        }
        else if (merged.Types.Contains("array") && Elements(merged).Count > 0)
        {
            AddElements(merged, Elements(part));
        }
    }

    private static void AddElements(SchemaNode merged, IReadOnlyList<SchemaNode> more)
    {
        var elements = Elements(merged);
        if (more.Zip(elements).Any(pair => TypeText(pair.First) != TypeText(pair.Second)))
        {
            throw new SchemaException("unable to merge these schemas");
        }

        if (merged.Items is null)
        {
            merged.ItemsByPosition = [.. elements, .. more.Skip(elements.Count)];
        }
    }
}
