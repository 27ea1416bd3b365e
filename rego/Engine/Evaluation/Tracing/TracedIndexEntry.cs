using System.Collections.Immutable;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>What one branch of a rule wants of one term.</summary>
internal sealed record TracedIndexEntry
{
    /// <summary>The value it must have; null for any value, or for a pattern.</summary>
    internal RegoValue? Value { get; init; }

    /// <summary>An array it must be, element by element, null for any; or the default array.</summary>
    internal ImmutableArray<RegoValue?> Pattern { get; init; }

    /// <summary>The characters that a text is split at to be compared with the pattern; or null.</summary>
    internal string? Delimiters { get; init; }

    /// <summary>The variable that holds the term's value, where that is why any value will do; or null.</summary>
    internal string? Variable { get; init; }

    /// <summary>Whether any value will do.</summary>
    internal bool IsAny => Value is null && Pattern.IsDefault;
}
