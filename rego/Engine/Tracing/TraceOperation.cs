namespace Rego.Tracing;

/// <summary>What happened in an evaluation.</summary>
public enum TraceOperation
{
    /// <summary>A query, a rule or a nested body begins.</summary>
    Enter,

    /// <summary>It has a solution.</summary>
    Exit,

    /// <summary>A statement begins.</summary>
    Eval,

    /// <summary>What had a solution is asked for another.</summary>
    Redo,

    /// <summary>A statement has no solution.</summary>
    Fail,

    /// <summary>A partial rule gave what it had given before.</summary>
    Duplicate,

    /// <summary>The policy called <c>trace</c>.</summary>
    Note,

    /// <summary>The definitions of a rule were looked up that can hold.</summary>
    Index,

    /// <summary>Two terms are unified.</summary>
    Unify,

    /// <summary>A table of tests has reached a case.</summary>
    TestCase,
}
