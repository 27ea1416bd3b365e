using System.Buffers;
using System.IO.Pipelines;
using Deploy.V1;
using Gatekeeper.Limits;
using Gatekeeper.Seam;

namespace Gatekeeper.Calls;

/// <summary>Reads a request's body whole, within a bound, before anything is done with it.</summary>
internal static class BodyReader
{
    /// <summary>
    /// How much of a body that is too large is read and thrown away on HTTP/1.1 before the refusal: a client that is still sending when the
    /// connection is closed would not see why.
    /// </summary>
    public const int MaxDiscardedBytes = 8 * 1_048_576;

    /// <value>The refusal of a body that does not come.</value>
    public static CallError TooSlow { get; } = new(ErrorReason.RequestTimeout, "The request's body took too long to come.");

    /// <summary>Reads to the end.</summary>
    /// <param name="request">The request; its body must not have been read.</param>
    /// <param name="maxBytes">The bound.</param>
    /// <param name="timeout">How long all of it may take.</param>
    /// <param name="held">What the call holds of the budget of bytes, which grows with what has come; null where nobody holds any, and the bound is small.</param>
    /// <exception cref="CallException">The body is longer than the bound, or takes longer, or too much is under way.</exception>
    public static ValueTask<byte[]> ReadAsync(HttpRequest request, int maxBytes, TimeSpan timeout, HeldBytes? held = null)
    {
        // Most bodies are here already, and then there is nothing to wait for.
        if (request.ContentLength <= maxBytes && request.BodyReader.TryRead(out var result))
        {
            if (result.IsCompleted)
            {
                return ValueTask.FromResult(Take(request, result.Buffer, maxBytes, held));
            }

            request.BodyReader.AdvanceTo(result.Buffer.Start);
        }

        return ReadInTimeAsync(request, maxBytes, timeout, held);
    }

    private static async ValueTask<byte[]> ReadInTimeAsync(HttpRequest request, int maxBytes, TimeSpan timeout, HeldBytes? held)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted);
        deadline.CancelAfter(timeout);
        try
        {
            return request.ContentLength > maxBytes ? await DiscardAsync(request, deadline.Token) : await ReadToEndAsync(request, maxBytes, held, deadline.Token);
        }
        catch (OperationCanceledException e) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw new CallException(TooSlow, e);
        }
    }

    private static async ValueTask<byte[]> ReadToEndAsync(HttpRequest request, int maxBytes, HeldBytes? held, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        var result = await ReadMoreAsync(request, cancellationToken);
        while (!result.IsCompleted)
        {
            if (result.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(result.Buffer.End);
                return await DiscardAsync(request, cancellationToken);
            }

            Hold(held, result.Buffer.Length);
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await ReadMoreAsync(request, cancellationToken);
        }

        return Take(request, result.Buffer, maxBytes, held);
    }

    private static async ValueTask<byte[]> DiscardAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var rest = HttpProtocol.IsHttp11(request.Protocol) ? MaxDiscardedBytes : 0L;
        while (rest > 0)
        {
            var result = await ReadMoreAsync(request, cancellationToken);
            rest = result.IsCompleted ? 0 : rest - result.Buffer.Length;
            request.BodyReader.AdvanceTo(result.Buffer.End);
        }

        throw TooLarge();
    }

    // A size of a chunk that is none at all surfaces as a fault of reading.
    private static async ValueTask<ReadResult> ReadMoreAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.BodyReader.ReadAsync(cancellationToken);
        }
        catch (IOException e) when (e is not BadHttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw new CallException(ErrorReason.InvalidRequest, "The request's body is not well-formed.", e);
        }
    }

    private static byte[] Take(HttpRequest request, ReadOnlySequence<byte> buffer, int maxBytes, HeldBytes? held)
    {
        if (buffer.Length > maxBytes)
        {
            throw TooLarge();
        }

        Hold(held, buffer.Length);
        var body = buffer.ToArray();
        request.BodyReader.AdvanceTo(buffer.End);
        return body;
    }

    private static void Hold(HeldBytes? held, long bytes)
    {
        if (held?.TryHold(bytes) == false)
        {
            throw new CallException(InFlightLimits.TooManyBytes);
        }
    }

    private static CallException TooLarge() => new(ErrorReason.TooLarge, "The request's body is too large.");
}
