using Rego.Builtins.Patterns;
using Rego.Values;

namespace Rego.Schemas;

/// <summary>A JSON schema (drafts 4, 6 and 7), read. Immutable once the reader is through.</summary>
internal sealed class SchemaNode
{
    /// <value>What <c>true</c> and <c>false</c> as schemas decide; null for all others.</value>
    internal bool? Always { get; set; }

    /// <value>The schema that <c>$ref</c> leads to; nothing else counts then.</value>
    internal SchemaNode? Reference { get; set; }

    internal IReadOnlyList<string> Types { get; set; } = [];

    internal IReadOnlyList<SchemaNode> AllOf { get; set; } = [];

    internal IReadOnlyList<SchemaNode> AnyOf { get; set; } = [];

    internal IReadOnlyList<SchemaNode> OneOf { get; set; } = [];

    internal SchemaNode? Not { get; set; }

    internal SchemaNode? If { get; set; }

    internal SchemaNode? Then { get; set; }

    internal SchemaNode? Else { get; set; }

    internal RegoValue? Const { get; set; }

    internal IReadOnlyList<RegoValue>? Enum { get; set; }

    internal string? Format { get; set; }

    internal IReadOnlyList<KeyValuePair<string, SchemaNode>> Properties { get; set; } = [];

    internal IReadOnlyList<(Re2Regex Pattern, SchemaNode Schema)> PatternProperties { get; set; } = [];

    internal SchemaNode? AdditionalProperties { get; set; }

    internal SchemaNode? PropertyNames { get; set; }

    internal IReadOnlyList<string> Required { get; set; } = [];

    internal int? MinProperties { get; set; }

    internal int? MaxProperties { get; set; }

    /// <value>By the name of a member: the names that must be there too, or a schema.</value>
    internal IReadOnlyDictionary<string, (IReadOnlyList<string> Names, SchemaNode? Schema)> Dependencies { get; set; } =
        new Dictionary<string, (IReadOnlyList<string>, SchemaNode?)>();

    /// <value>One schema for all elements.</value>
    internal SchemaNode? Items { get; set; }

    /// <value>A schema for each of the first elements.</value>
    internal IReadOnlyList<SchemaNode> ItemsByPosition { get; set; } = [];

    internal SchemaNode? AdditionalItems { get; set; }

    internal SchemaNode? Contains { get; set; }

    internal int? MinItems { get; set; }

    internal int? MaxItems { get; set; }

    internal bool UniqueItems { get; set; }

    internal int? MinLength { get; set; }

    internal int? MaxLength { get; set; }

    internal Re2Regex? Pattern { get; set; }

    internal RegoNumber? MultipleOf { get; set; }

    internal RegoNumber? Minimum { get; set; }

    internal RegoNumber? Maximum { get; set; }

    internal RegoNumber? ExclusiveMinimum { get; set; }

    internal RegoNumber? ExclusiveMaximum { get; set; }

    /// <summary>The schema again, to be changed.</summary>
    internal SchemaNode Copy() => (SchemaNode)MemberwiseClone();
}
