using System.Buffers;
using Deploy.V1;

namespace Gatekeeper.Calls;

/// <summary>Reads a request's body whole, within a bound, before anything is done with it.</summary>
internal static class BodyReader
{
    /// <summary>Reads to the end.</summary>
    /// <param name="request">The request; its body must not have been read.</param>
    /// <param name="maxBytes">The bound.</param>
    /// <exception cref="CallException">The body is longer than the bound.</exception>
    public static ValueTask<byte[]> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge();
        }

        return ReadToEndAsync(request, maxBytes);
    }

    private static async ValueTask<byte[]> ReadToEndAsync(HttpRequest request, int maxBytes)
    {
        var reader = request.BodyReader;
        var aborted = request.HttpContext.RequestAborted;
        var result = await reader.ReadAsync(aborted);
        while (!result.IsCompleted)
        {
            if (result.Buffer.Length > maxBytes)
            {
                throw TooLarge();
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await reader.ReadAsync(aborted);
        }

        return Take(request, result.Buffer, maxBytes);
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
