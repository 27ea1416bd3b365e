using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Deploy.Grants;

/// <summary>Writes the members of a grant into a buffer that is known to be large enough. Strings come out as pure ASCII.</summary>
internal ref struct GrantJsonWriter(Span<byte> buffer)
{
    // What a JSON string may hold as it stands; everything else is escaped.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void WriteString(ReadOnlySpan<byte> name, string value)
    {
        WriteRaw(name);
        _buffer[Length++] = (byte)'"';
        if (value.AsSpan().ContainsAnyExcept(Plain))
        {
            WriteEscaped(value);
        }
        else
        {
            Length += Encoding.ASCII.GetBytes(value, _buffer[Length..]);
        }

        _buffer[Length++] = (byte)'"';
    }

    public void WriteNumber(ReadOnlySpan<byte> name, long value)
    {
        WriteRaw(name);
        _ = Utf8Formatter.TryFormat(value, _buffer[Length..], out int written);
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

    private void WriteEscaped(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (Plain.Contains(c))
            {
                _buffer[Length++] = (byte)c;
                continue;
            }

            bool isPair = char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
            WriteEscape(isPair || !char.IsSurrogate(c) ? c : '\uFFFD');
            if (isPair)
            {
                WriteEscape(value[++i]);
            }
        }
    }

    private void WriteEscape(char c)
    {
        WriteRaw("\\u"u8);
        _ = Utf8Formatter.TryFormat((ushort)c, _buffer[Length..], out int written, new StandardFormat('x', 4));
        Length += written;
    }
}
