using System.Net;

namespace Deployer.Tests.Support;

/// <summary>A body that comes byte by byte, to its end or broken off half way.</summary>
internal sealed class TrickledContent(byte[] body, bool all) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        foreach (var b in all ? body : body[..(body.Length / 2)])
        {
            await stream.WriteAsync(new[] { b });
            await stream.FlushAsync();
        }

        if (!all)
        {
            throw new IOException("Broken off.");
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
