namespace Rego.Testing;

/// <summary>How a test rule came out.</summary>
public enum RegoTestOutcome
{
    /// <summary>It is true.</summary>
    Passed,

    /// <summary>It is undefined, or has another value.</summary>
    Failed,

    /// <summary>It was not run: its name begins with <c>todo_</c>.</summary>
    Skipped,

    /// <summary>Its evaluation ended without an answer.</summary>
    Error,
}
