namespace Deployer.Artifacts.Archives;

/// <summary>The content of an entry, whose refusals name it. Does not own what it reads.</summary>
internal sealed class EntryStream(Stream inner, string name) : ReadOnlyStream
{
    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (UnsafeArchiveException e)
        {
            throw e.In(name);
        }
    }
}
