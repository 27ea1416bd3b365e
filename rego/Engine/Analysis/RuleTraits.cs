namespace Rego.Analysis;

/// <summary>What a rule has somewhere in it. A stage that changes only such things passes over all other rules.</summary>
[Flags]
internal enum RuleTraits
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary>A comprehension.</summary>
    Comprehension = 1,

    /// <summary>A template string.</summary>
    Template = 2,

    /// <summary>A <c>with</c> modifier.</summary>
    With = 4,

    /// <summary>A negated statement.</summary>
    Negation = 8,

    /// <summary>A call of <c>print</c>, or of what goes by that name.</summary>
    Print = 16,

    /// <summary>A comparison with <c>==</c>.</summary>
    Comparison = 32,

    /// <summary>An assignment to a root document.</summary>
    RootAssignment = 64,

    /// <summary>What has values captured in closures: template strings and <c>print</c>.</summary>
    Capture = Template | Print,
}
