using Rego.Types;
using Rego.Values;

namespace Rego.Schemas;

/// <summary>
/// The type of what a schema describes, as OPA's type checker has it: properties that are named exclude all others, whatever
/// the schema says of additional ones; of several types of one schema the first in a fixed order counts; <c>oneOf</c>,
/// <c>not</c>, <c>enum</c> and conditions say nothing.
/// </summary>
internal sealed class SchemaTypes
{
    /// <summary>Each new alternative is compared with all before it.</summary>
    private const int MaxAlternatives = 1000;

    private readonly Dictionary<SchemaNode, RegoType> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SchemaNode, Open> _open = new(ReferenceEqualityComparer.Instance);
    private int _level;

    private SchemaTypes()
    {
    }

    /// <summary>The type of a schema as JSON.</summary>
    /// <exception cref="SchemaException">It is no schema, or says what cannot be.</exception>
    internal static RegoType TypeOf(RegoValue schema)
    {
        SchemaNode root;
        try
        {
            root = SchemaReader.Read(schema, readsPatterns: false);
        }
        catch (SchemaException problem)
        {
            throw new SchemaException("unable to compile the schema: " + problem.Message);
        }

        try
        {
            return new SchemaTypes().TypeOf(root);
        }
        catch (SchemaException problem)
        {
            throw new SchemaException("type checking: " + problem.Message);
        }
    }

    private RegoType TypeOf(SchemaNode schema)
    {
        if (_known.TryGetValue(schema, out var known))
        {
            return known;
        }

        if (_open.TryGetValue(schema, out var open))
        {
            // A schema that is nothing but itself says nothing.
            return open.Level == _level ? RegoType.Any : open.Placeholder;
        }

        open = new Open(_level, new RecursiveType());
        _open.Add(schema, open);
        var type = Convert(schema);
        open.Placeholder.Target = type is RecursiveType ? RegoType.Any : type;
        _open.Remove(schema);
        return _known[schema] = type;
    }

    private RegoType Convert(SchemaNode schema)
    {
        if (schema.Reference is { } target)
        {
            return TypeOf(target);
        }

        return schema.AnyOf.Count > 0 ? AnyOf(schema) : AllOf(schema);
    }

    private RegoType AnyOf(SchemaNode schema)
    {
        if (schema.AnyOf.Count > MaxAlternatives)
        {
            throw new SchemaException($"more than {MaxAlternatives} alternatives");
        }

        // What stands beside the alternatives counts where it names properties.
        RegoType? type = schema.Types.Count > 0 && AllOf(schema) is ObjectType { Properties.IsEmpty: false } core ? core : null;
        return schema.AnyOf.Aggregate(type, (union, alternative) => TypeAlgebra.Or(TypeOf(alternative), union)) ?? RegoType.Any;
    }

    private RegoType AllOf(SchemaNode schema)
    {
        if (schema.AllOf.Count == 0)
        {
            return Own(schema);
        }

        var merged = SchemaMerging.Merge(schema.AllOf);
        if (schema.Types.Count > 0)
        {
            if (AreBoth("object", schema, merged) || AreBoth("array", schema, merged))
            {
                return Convert(SchemaMerging.Merge([merged, schema]));
            }

            if (SchemaMerging.TypeText(schema) != SchemaMerging.TypeText(merged))
            {
                throw new SchemaException("unable to merge these schemas");
            }
        }

        return Convert(merged);
    }

    private static bool AreBoth(string type, SchemaNode a, SchemaNode b) => a.Types.Contains(type) && b.Types.Contains(type);

    private RegoType Own(SchemaNode schema)
    {
        var types = schema.Types;
        if (types.Contains("boolean"))
        {
            return RegoType.Boolean;
        }

        if (types.Contains("string"))
        {
            return RegoType.String;
        }

        if (types.Contains("integer") || types.Contains("number"))
        {
            return RegoType.Number;
        }

        if (types.Contains("object") || (schema.Properties.Count > 0 && !types.Contains("array")))
        {
            return schema.Properties.Count > 0 ? Object(schema.Properties) : RegoType.ObjectOf(RegoType.Any, RegoType.Any);
        }

        return types.Contains("array") || SchemaMerging.Elements(schema).Count > 0 ? Array(schema) : RegoType.Any;
    }

    private ObjectType Object(IReadOnlyList<KeyValuePair<string, SchemaNode>> properties)
    {
        var types = new SortedDictionary<string, RegoType>(StringComparer.Ordinal);
        foreach (var (name, schema) in properties)
        {
            types[name] = Below(schema);
        }

        return new ObjectType([.. types.Select(type => KeyValuePair.Create<RegoValue, RegoType>(RegoString.From(type.Key), type.Value))], null, null);
    }

    private ArrayType Array(SchemaNode schema)
    {
        if (schema.Items is not null)
        {
            return new ArrayType([], Below(schema.Items));
        }

        return schema.ItemsByPosition.Count > 0 ? new ArrayType([.. schema.ItemsByPosition.Select(Below)], null) : new ArrayType([], RegoType.Any);
    }

    private RegoType Below(SchemaNode schema)
    {
        _level++;
        var type = TypeOf(schema);
        _level--;
        return type;
    }

    /// <param name="Level">How many values deep the schema is met.</param>
    /// <param name="Placeholder">What stands for its type meanwhile.</param>
    private sealed record Open(int Level, RecursiveType Placeholder);
}
