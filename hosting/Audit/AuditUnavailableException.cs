namespace Gateway.Hosting.Audit;

/// <summary>The record could not be written, in time or at all: what can't be recorded is not allowed.</summary>
public sealed class AuditUnavailableException : Exception
{
    /// <summary>With what was the matter, in words for an operator.</summary>
    public AuditUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With what was the matter, and the error behind it.</summary>
    public AuditUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
