using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;

namespace Gatekeeper.Hosting;

/// <summary>
/// Reads the head of the PROXY protocol, version 2 (haproxy.org, proxy-protocol.txt, section 2.2), with which a trusted proxy begins a
/// connection. Connections of TCP only; what stands behind the addresses is passed over.
/// </summary>
internal static class ProxyProtocol
{
    private const int FixedLength = 16;
    private const int MaxRestLength = 4096;
    private const byte Local = 0x20;
    private const byte Proxied = 0x21;
    private const byte TcpOverIPv4 = 0x11;
    private const byte TcpOverIPv6 = 0x21;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Takes the head off the beginning of what comes.</summary>
    /// <returns>The client's address; null where the proxy made the connection for itself, as to see whether anybody is there.</returns>
    /// <exception cref="InvalidDataException">It is no such head, or one of something else than TCP.</exception>
    public static async ValueTask<IPAddress?> ReadAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            if (TryRead(result.Buffer, out var length, out var client))
            {
                input.AdvanceTo(result.Buffer.GetPosition(length));
                return client;
            }

            if (result.IsCompleted || result.IsCanceled)
            {
                throw new InvalidDataException("The connection ended before the head did.");
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    // Judged as it comes: whoever speaks something else is not waited for.
    private static bool TryRead(ReadOnlySequence<byte> buffer, out int length, out IPAddress? client)
    {
        (length, client) = (0, null);
        Span<byte> head = stackalloc byte[FixedLength + 36];
        head = head[..(int)Math.Min(buffer.Length, head.Length)];
        buffer.Slice(0, head.Length).CopyTo(head);
        var begun = Math.Min(head.Length, Signature.Length);
        if (!head[..begun].SequenceEqual(Signature[..begun]))
        {
            throw new InvalidDataException("It does not begin as a head of version 2.");
        }

        if (head.Length < FixedLength)
        {
            return false;
        }

        var rest = BinaryPrimitives.ReadUInt16BigEndian(head[14..]);
        if (rest > MaxRestLength)
        {
            throw new InvalidDataException("The head is too long.");
        }

        length = FixedLength + rest;
        if (buffer.Length < length)
        {
            return false;
        }

        client = ClientOf(head[12], head[13], head[FixedLength..Math.Min(head.Length, length)]);
        return true;
    }

    private static IPAddress? ClientOf(byte command, byte family, ReadOnlySpan<byte> addresses) => (command, family, addresses.Length) switch
    {
        (Local, _, _) => null,
        (Proxied, TcpOverIPv4, >= 12) => new IPAddress(addresses[..4]),
        (Proxied, TcpOverIPv6, >= 36) => new IPAddress(addresses[..16]),
        _ => throw new InvalidDataException("The head is not that of a connection of TCP."),
    };
}
