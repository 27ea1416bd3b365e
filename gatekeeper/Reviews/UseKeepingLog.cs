using Gatekeeper.Audit;
using Gatekeeper.Seam;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Reviews;

/// <summary>
/// The log, which tells <see cref="ExceptionUses"/> of each use of exceptions and each review that it has taken: after the record is on
/// stable storage, as it stands there, so that a restart finds the same.
/// </summary>
internal sealed class UseKeepingLog(IDecisionLog log, ExceptionUses uses) : IDecisionLog
{
    private readonly RecordEncoder _encoder = new("{}");

    /// <inheritdoc/>
    public bool IsWritable => log.IsWritable;

    /// <inheritdoc/>
    public ValueTask RecordAsync(DecisionRecord record, bool durable, CancellationToken cancellationToken) =>
        UseMarks.IsDue(record) || UseMarks.ReviewedBy(record) is not null
            ? KeepAsync(record, cancellationToken)
            : log.RecordAsync(record, durable, cancellationToken);

    /// <inheritdoc/>
    public void Count(Call call, Caller caller) => log.Count(call, caller);

    private async ValueTask KeepAsync(DecisionRecord record, CancellationToken cancellationToken)
    {
        var told = Read(record);
        try
        {
            await log.RecordAsync(record, durable: true, cancellationToken);
        }
        catch (AuditUnavailableException) when (told.Use is not null)
        {
            // The call is refused, but its record may be written all the same: better one use too many to look at than one too few.
            uses.Add(told);
            throw;
        }

        uses.Add(told);
    }

    private UseRecord Read(DecisionRecord record)
    {
        var buffer = _encoder.Encode(record);
        try
        {
            byte[] json = [(byte)'{', .. buffer.Body];
            return UseReader.Read(json) ?? throw new InvalidOperationException("A record that is marked is not read as it is marked.");
        }
        finally
        {
            buffer.Release();
        }
    }
}
