using System.Buffers;
using System.IO.Pipelines;
using Deploy.V1;

namespace Gatekeeper.Calls;

/// <summary>Reads a request's body whole, within a bound, before anything is done with it.</summary>
internal static class BodyReader
{
    /// <summary>
    /// How much of a body that is too large is read and thrown away on HTTP/1.1 before the refusal: a client that is still sending when the
    /// connection is closed would not see why.
    /// </summary>
    public const int MaxDiscardedBytes = 8 * 1_048_576;

    /// <summary>Reads to the end.</summary>
    /// <param name="request">The request; its body must not have been read.</param>
    /// <param name="maxBytes">The bound.</param>
    /// <exception cref="CallException">The body is longer than the bound.</exception>
    public static ValueTask<byte[]> ReadAsync(HttpRequest request, int maxBytes)
    {
        return request.ContentLength > maxBytes ? DiscardAsync(request) : ReadToEndAsync(request, maxBytes);
    }

    private static async ValueTask<byte[]> ReadToEndAsync(HttpRequest request, int maxBytes)
    {
        var reader = request.BodyReader;
        var result = await ReadMoreAsync(request);
        while (!result.IsCompleted)
        {
            if (result.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return await DiscardAsync(request);
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await ReadMoreAsync(request);
        }

        return Take(request, result.Buffer, maxBytes);
    }

    private static async ValueTask<byte[]> DiscardAsync(HttpRequest request)
    {
        var rest = HttpProtocol.IsHttp11(request.Protocol) ? MaxDiscardedBytes : 0L;
        while (rest > 0)
        {
            var result = await ReadMoreAsync(request);
            rest = result.IsCompleted ? 0 : rest - result.Buffer.Length;
            request.BodyReader.AdvanceTo(result.Buffer.End);
        }

        throw TooLarge();
    }

    // A size of a chunk that is none at all surfaces as a fault of reading.
    private static async ValueTask<ReadResult> ReadMoreAsync(HttpRequest request)
    {
        var aborted = request.HttpContext.RequestAborted;
        try
        {
            return await request.BodyReader.ReadAsync(aborted);
        }
        catch (IOException e) when (e is not BadHttpRequestException && !aborted.IsCancellationRequested)
        {
            throw new CallException(ErrorReason.InvalidRequest, "The request's body is not well-formed.", e);
        }
    }

    private static byte[] Take(HttpRequest request, ReadOnlySequence<byte> buffer, int maxBytes)
    {
        if (buffer.Length > maxBytes)
        {
            throw TooLarge();
        }

        var body = buffer.ToArray();
        request.BodyReader.AdvanceTo(buffer.End);
        return body;
    }

    private static CallException TooLarge() => new(ErrorReason.TooLarge, "The request's body is too large.");
}
