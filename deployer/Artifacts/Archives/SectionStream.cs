namespace Deployer.Artifacts.Archives;

/// <summary>The next so many bytes of a stream; fewer are an error. Does not own the stream.</summary>
internal sealed class SectionStream(Stream inner, long length) : ReadOnlyStream
{
    /// <value>How many bytes are still to come.</value>
    public long Remaining { get; private set; } = length;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (Remaining == 0 || buffer.IsEmpty)
        {
            return 0;
        }

        var count = inner.Read(buffer[..(int)Math.Min(buffer.Length, Remaining)]);
        Remaining -= count;
        return count > 0 ? count : throw new UnsafeArchiveException("The archive ends in the middle of an entry.");
    }
}
