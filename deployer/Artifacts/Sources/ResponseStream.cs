using Deployer.Artifacts.Archives;

namespace Deployer.Artifacts.Sources;

/// <summary>The content of an HTTP response; closing it ends the response. A body shorter than its stated length is an error.</summary>
internal sealed class ResponseStream(HttpResponseMessage response, Stream content) : ReadOnlyStream
{
    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => content.Read(buffer);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new IOException("The artifact server broke off.", e);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
