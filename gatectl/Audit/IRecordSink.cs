namespace Gatectl.Audit;

/// <summary>Where followed records go to.</summary>
internal interface IRecordSink : IDisposable
{
    /// <summary>Delivers records. On return they are delivered; whoever fails before may have delivered some of them.</summary>
    /// <exception cref="IOException">They are not; the same are to be delivered again.</exception>
    Task DeliverAsync(IReadOnlyList<(long Sequence, byte[] Json)> records, CancellationToken cancellationToken);
}
