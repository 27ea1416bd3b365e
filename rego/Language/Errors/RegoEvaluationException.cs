using Rego.Sources;

namespace Rego.Errors;

/// <summary>An evaluation ended without an answer. Never to be taken for one: an error is not "undefined".</summary>
public sealed class RegoEvaluationException : Exception
{
    /// <summary>An error of the given code.</summary>
    public RegoEvaluationException(string code, string message, SourceLocation location = default, Exception? cause = null)
        : base(message, cause)
    {
        Code = code;
        Location = location;
    }

    /// <summary>OPA's code, one of <see cref="DiagnosticCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The expression that was evaluated.</summary>
    public SourceLocation Location { get; }
}
