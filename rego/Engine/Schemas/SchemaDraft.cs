namespace Rego.Schemas;

/// <summary>The drafts of JSON Schema that differ in what a keyword means. Ordered.</summary>
internal enum SchemaDraft
{
    /// <summary>Draft 4.</summary>
    Draft4 = 4,

    /// <summary>Draft 6.</summary>
    Draft6 = 6,

    /// <summary>Draft 7.</summary>
    Draft7 = 7,

    /// <summary>No known draft is named: the keywords of all of them.</summary>
    Any = int.MaxValue,
}
