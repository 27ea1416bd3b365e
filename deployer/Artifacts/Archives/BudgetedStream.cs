namespace Deployer.Artifacts.Archives;

/// <summary>A stream that counts every byte read against a budget.</summary>
internal sealed class BudgetedStream(Stream inner, ArchiveBudget budget) : ReadOnlyStream
{
    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        budget.CountBytes(count);
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
