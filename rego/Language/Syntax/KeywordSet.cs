namespace Rego.Syntax;

/// <summary>The keywords that a module switches on by an import; all others are always there.</summary>
[Flags]
internal enum KeywordSet
{
    None = 0,

    /// <summary><c>and</c> between bodies.</summary>
    And = 1,

    /// <summary><c>or</c> between bodies.</summary>
    Or = 2,

    /// <summary><c>not</c> as a negation of a whole body.</summary>
    Not = 4,

    All = And | Or | Not,

    /// <summary>No word that Rego gained after its first version is a keyword: so the paths of imports are read.</summary>
    Suppressed = 8,
}
