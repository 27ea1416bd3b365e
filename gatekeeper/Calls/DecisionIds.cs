using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gatekeeper.Calls;

/// <summary>
/// Makes decision ids: version 7 UUIDs (RFC 9562), which sort by time. The random bits come from the same generator as keys do, fetched
/// by the thousand for each thread, since asking the kernel for sixteen bytes costs more than all the rest.
/// </summary>
internal static class DecisionIds
{
    private const int IdLength = 16;
    private const int PoolLength = 128 * IdLength;
    private const byte Version = 0x70;
    private const byte Variant = 0x80;

    [ThreadStatic]
    private static byte[]? _pool;

    [ThreadStatic]
    private static int _used;

    /// <summary>A new id of that time, in text form.</summary>
    public static string Create(DateTimeOffset time)
    {
        Span<byte> id = stackalloc byte[IdLength];
        TakeRandom(id);
        Span<byte> stamp = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(stamp, time.ToUnixTimeMilliseconds());
        stamp[2..].CopyTo(id);
        id[6] = (byte)((id[6] & 0x0F) | Version);
        id[8] = (byte)((id[8] & 0x3F) | Variant);
        return new Guid(id, bigEndian: true).ToString();
    }

    private static void TakeRandom(Span<byte> target)
    {
        if (_pool is null || _used == PoolLength)
        {
            _pool ??= new byte[PoolLength];
            RandomNumberGenerator.Fill(_pool);
            _used = 0;
        }

        var taken = _pool.AsSpan(_used, target.Length);
        taken.CopyTo(target);
        taken.Clear();
        _used += target.Length;
    }
}
