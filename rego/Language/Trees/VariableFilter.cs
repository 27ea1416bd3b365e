namespace Rego.Trees;

/// <summary>Where <see cref="VariableCollector"/> does not look.</summary>
[Flags]
internal enum VariableFilter
{
    /// <summary>It looks everywhere.</summary>
    None = 0,

    /// <summary>Not at the heads of references.</summary>
    SkipReferenceHeads = 1,

    /// <summary>Not at the names of called functions, nor at the heads of <c>with</c> targets.</summary>
    SkipCalledNames = 2,

    /// <summary>Not at the keys of objects.</summary>
    SkipObjectKeys = 4,

    /// <summary>Not into sets.</summary>
    SkipSets = 8,

    /// <summary>Not into comprehensions, template strings, bodies of <c>every</c>, <c>or</c>, <c>and</c> and <c>not</c>.</summary>
    SkipClosures = 16,

    /// <summary>What a statement itself mentions.</summary>
    Statement = SkipCalledNames | SkipClosures,
}
