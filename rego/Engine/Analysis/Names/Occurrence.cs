namespace Rego.Analysis.Names;

/// <summary>How a name has come up in a scope.</summary>
internal enum Occurrence
{
    /// <summary>Not yet.</summary>
    New,

    /// <summary>As an argument.</summary>
    Argument,

    /// <summary>It was mentioned.</summary>
    Seen,

    /// <summary>It was assigned.</summary>
    Assigned,

    /// <summary>It was declared by <c>some</c> or <c>every</c>.</summary>
    Declared,
}
