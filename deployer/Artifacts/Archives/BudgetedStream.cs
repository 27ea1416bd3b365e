namespace Deployer.Artifacts.Archives;

/// <summary>Unpacks: counts every byte against a budget, and says what it is where it cannot be unpacked.</summary>
/// <param name="inner">Unpacks.</param>
/// <param name="budget">Of the whole archive.</param>
/// <param name="malformed">What is said of an archive that cannot be unpacked.</param>
internal sealed class BudgetedStream(Stream inner, ArchiveBudget budget, string malformed) : ReadOnlyStream
{
    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var count = inner.Read(buffer);
            budget.CountBytes(count);
            return count;
        }
        catch (InvalidDataException e)
        {
            throw new UnsafeArchiveException(malformed, e);
        }
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
