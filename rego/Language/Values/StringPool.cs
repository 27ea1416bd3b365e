using System.Buffers.Binary;
using System.Text;

namespace Rego.Values;

/// <summary>Short strings that came lately, by their bytes. Of two that fall into one slot the later one stays.</summary>
internal sealed class StringPool
{
    /// <summary>Longer strings are not looked for.</summary>
    internal const int MaxBytes = 64;

    private const int Slots = 8192;

    private readonly RegoString?[] _strings = new RegoString?[Slots];

    /// <summary>The string of these bytes, or null.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="slot">Where it belongs.</param>
    internal RegoString? Find(ReadOnlySpan<byte> utf8, out int slot)
    {
        slot = (int)(Hash(utf8) >> 32) & (Slots - 1);
        return _strings[slot] is { } known && Ascii.Equals(utf8, known.Value) ? known : null;
    }

    /// <summary>Keeps a string.</summary>
    internal RegoString Add(int slot, RegoString text) => _strings[slot] = text;

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        const ulong factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)bytes.Length * factor;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = (ulong.RotateLeft(hash, 29) ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * factor;
        }

        foreach (var one in bytes)
        {
            hash = (ulong.RotateLeft(hash, 9) ^ one) * factor;
        }

        return hash;
    }
}
