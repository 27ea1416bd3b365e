using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.Contract.Text;

namespace Gateway.Contract.Audit;

/// <summary>
/// The outer form of a record: one line of UTF-8 in which every character shows itself (<see cref="VisibleText"/>; records of earlier
/// versions are in ASCII), a JSON object that begins with its own number.
/// </summary>
public static class LogRecordForm
{
    /// <summary>The deepest nesting of a record.</summary>
    public const int MaxDepth = 128;

    private static readonly SearchValues<byte> Printable = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(b => (byte)b)]);

    /// <summary>What every record begins with.</summary>
    public static ReadOnlySpan<byte> Head => "{\"seq\":"u8;

    /// <summary>Reads a record's number, where the line has the form of a record.</summary>
    public static bool TryReadSequence(ReadOnlySpan<byte> line, out long sequence)
    {
        sequence = -1;
        return IsVisible(line) && line.StartsWith(Head) && IsObject(line) && TryReadNumber(line[Head.Length..], out sequence);
    }

    // Most records are in ASCII to their end.
    private static bool IsVisible(ReadOnlySpan<byte> line)
    {
        while (line.IndexOfAnyExcept(Printable) is >= 0 and var index)
        {
            line = line[index..];
            if (Rune.DecodeFromUtf8(line, out var rune, out var used) != OperationStatus.Done || !VisibleText.Contains(rune))
            {
                return false;
            }

            line = line[used..];
        }

        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, out long sequence)
    {
        sequence = -1;
        return System.Buffers.Text.Utf8Parser.TryParse(text, out sequence, out var used)
            && sequence >= 0 && (text[0] != (byte)'0' || used == 1) && text[0] != (byte)'+' && used < text.Length && text[used] is (byte)',' or (byte)'}';
    }

    private static bool IsObject(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            reader.Skip();
            return reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
