using Gateway.Contract.Audit;

namespace Gateway.Hosting.Audit;

/// <summary>The log is not what was sealed, and is not written to before an operator has decided how to go on.</summary>
internal sealed class LogRefusedException(LogRefusal refusal, string directory) : InvalidOperationException(
    $"Audit:Directory: the audit log in {directory} can't be continued: {refusal.Found}. Look at it with 'gatectl audit verify --log {directory}'; "
    + $"to go on in spite of it, which is put on record, run 'gatectl audit continue --log {directory} --reason TEXT' and start again.")
{
    /// <value>What was found.</value>
    public LogRefusal Refusal { get; } = refusal;
}
