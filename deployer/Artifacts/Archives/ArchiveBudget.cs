namespace Deployer.Artifacts.Archives;

/// <summary>Counts what an archive gives and stops it at its limits.</summary>
internal sealed class ArchiveBudget(ArchiveLimits limits, long packedBytes)
{
    private readonly long _maxBytes = Math.Min(limits.MaxBytes, Math.Max(ArchiveLimits.FreeBytes, SaturatingProduct(packedBytes, limits.MaxRatio)));
    private long _bytes;
    private int _entries;

    /// <value>Whether names may differ by case alone.</value>
    public bool AllowsCaseVariants => limits.AllowsCaseVariants;

    /// <summary>Counts one more entry.</summary>
    /// <exception cref="UnsafeArchiveException">Too many.</exception>
    public void CountEntry()
    {
        if (++_entries > limits.MaxEntries)
        {
            throw new UnsafeArchiveException($"The archive holds more than {limits.MaxEntries} entries.");
        }
    }

    /// <summary>Counts unpacked bytes.</summary>
    /// <exception cref="UnsafeArchiveException">Too many.</exception>
    public void CountBytes(long count)
    {
        _bytes += count;
        if (_bytes > _maxBytes)
        {
            throw new UnsafeArchiveException($"The archive unpacks to more than {_maxBytes} bytes, which is its limit for its packed size.");
        }
    }

    private static long SaturatingProduct(long a, int b) => a > long.MaxValue / b ? long.MaxValue : a * b;
}
