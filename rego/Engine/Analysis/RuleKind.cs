namespace Rego.Analysis;

/// <summary>What a rule defines.</summary>
internal enum RuleKind
{
    /// <summary>One value at a fixed path.</summary>
    Complete,

    /// <summary>Elements of a set (<c>contains</c>).</summary>
    PartialSet,

    /// <summary>Members below a path, found through variables in the head's reference.</summary>
    PartialObject,

    /// <summary>A function: a value for each list of arguments.</summary>
    Function,
}
