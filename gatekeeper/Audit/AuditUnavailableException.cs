namespace Gatekeeper.Audit;

/// <summary>The record could not be written, in time or at all: what can't be recorded is not allowed.</summary>
internal sealed class AuditUnavailableException : Exception
{
    public AuditUnavailableException(string message)
        : base(message)
    {
    }

    public AuditUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
