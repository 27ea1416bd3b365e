using System.Buffers.Text;
using Gateway.Contract.Audit;

namespace Gateway.Hosting.Audit;

/// <summary>Reads what a record begins with, without parsing the rest.</summary>
internal static class RecordHead
{
    private const int HourLength = 13;

    /// <summary>Reads a record's number.</summary>
    public static bool TryReadSequence(ReadOnlySpan<byte> line, out long sequence)
    {
        sequence = -1;
        return line.StartsWith(LogRecordForm.Head) && Utf8Parser.TryParse(line[LogRecordForm.Head.Length..], out sequence, out _);
    }

    /// <summary>Whether the record is of an event of that kind.</summary>
    public static bool IsOfKind(ReadOnlySpan<byte> line, ReadOnlySpan<byte> kind)
    {
        var comma = line.IndexOf((byte)',');
        var rest = comma < 0 ? default : line[(comma + 1)..];
        return rest.StartsWith("\"kind\":\""u8) && rest["\"kind\":\""u8.Length..] is var value && value.StartsWith(kind) && value[kind.Length..].StartsWith("\""u8);
    }

    /// <summary>Whether the record is one of those that a start writes at once, before anything else is recorded.</summary>
    public static bool IsOfStart(ReadOnlySpan<byte> line) => IsOfKind(line, "start"u8) || IsOfKind(line, "repair"u8) || IsOfKind(line, "continued"u8);

    /// <summary>In which hour the record was made, as a number that grows; 0 where it does not say.</summary>
    public static long HourOf(ReadOnlySpan<byte> line)
    {
        var label = "\"timestamp\":\""u8;
        var at = line.IndexOf(label);
        if (at < 0 || line.Length < at + label.Length + HourLength)
        {
            return 0;
        }

        var text = line.Slice(at + label.Length, HourLength);
        return Utf8Parser.TryParse(text[..4], out int year, out _) && Utf8Parser.TryParse(text.Slice(5, 2), out int month, out _)
            && Utf8Parser.TryParse(text.Slice(8, 2), out int day, out _) && Utf8Parser.TryParse(text.Slice(11, 2), out int hour, out _)
            ? HourOf(year, month, day, hour)
            : 0;
    }

    /// <summary>The same of a moment.</summary>
    public static long HourOf(DateTimeOffset time) => HourOf(time.UtcDateTime.Year, time.UtcDateTime.Month, time.UtcDateTime.Day, time.UtcDateTime.Hour);

    // Tells hours apart and orders them; no calendar is asked.
    private static long HourOf(int year, int month, int day, int hour) => (((((year * 13L) + month) * 32) + day) * 24) + hour;
}
