using System.Buffers.Text;
using System.Text;
using Gateway.Contract.Text;

namespace Gateway.Contract.Grants;

/// <summary>Writes the members of a grant into a buffer that is known to be large enough. Strings come out as pure ASCII.</summary>
internal ref struct GrantJsonWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void WriteString(ReadOnlySpan<byte> name, string value)
    {
        WriteRaw(name);
        Length += AsciiJson.WriteString(value, _buffer[Length..]);
    }

    public void WriteNumber(ReadOnlySpan<byte> name, long value)
    {
        WriteRaw(name);
        _ = Utf8Formatter.TryFormat(value, _buffer[Length..], out var written);
        Length += written;
    }

    /// <summary>Writes JSON that the caller vouches for.</summary>
    public void WriteRaw(ReadOnlySpan<byte> name, string json)
    {
        WriteRaw(name);
        Length += Encoding.UTF8.GetBytes(json, _buffer[Length..]);
    }

    public void WriteRaw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(_buffer[Length..]);
        Length += json.Length;
    }
}
