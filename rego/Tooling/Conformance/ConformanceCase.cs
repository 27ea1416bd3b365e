using Rego.Values;

namespace Rego.Tooling.Conformance;

/// <summary>One case of OPA's conformance suite, or of a suite in its form.</summary>
public sealed record ConformanceCase
{
    /// <summary>Its name.</summary>
    public required string Note { get; init; }

    /// <summary>The name of its file, without the ending.</summary>
    public required string Category { get; init; }

    /// <summary>The policy.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>The base document.</summary>
    public RegoObject Data { get; init; } = RegoObject.Empty;

    /// <summary>The input; <see cref="RegoValue.Undefined"/> for none.</summary>
    public RegoValue Input { get; init; } = RegoValue.Undefined;

    /// <summary>The query.</summary>
    public required string Query { get; init; }

    /// <summary>The bindings wanted; null where an error is wanted.</summary>
    public RegoArray? WantResult { get; init; }

    /// <summary>The value of the variable <c>x</c> wanted, where JSON cannot tell it; else null.</summary>
    public RegoValue? WantTerm { get; init; }

    /// <summary>Whether there must be any binding, or none; null where that is not asked.</summary>
    public bool? WantDefined { get; init; }

    /// <summary>The code of the error wanted, or null.</summary>
    public string? WantErrorCode { get; init; }

    /// <summary>What the error's message must contain, or null.</summary>
    public string? WantError { get; init; }

    /// <summary>All compile errors wanted, with <c>code</c>, <c>message</c>, <c>row</c>, <c>col</c>, or null.</summary>
    public RegoArray? WantErrors { get; init; }

    /// <summary>Whether arrays are sorted on both sides before they are compared.</summary>
    public bool SortBindings { get; init; }

    /// <summary>Whether an error of a built-in function is an error rather than undefined.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether variables that the compiler made up do not count.</summary>
    public bool IgnoreGeneratedVariables { get; init; }

    /// <summary>Why it cannot be run here; null where it can.</summary>
    public string? NotRunReason { get; init; }
}
