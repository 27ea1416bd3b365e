using System.Text.Json;

namespace Gateway.Hosting.Text;

/// <summary>Where and why a text is no JSON, as editors count: lines and columns from 1, which the library counts from 0.</summary>
public static class JsonFault
{
    private const string Place = " LineNumber: ";

    /// <summary>The line, from 1.</summary>
    public static int LineOf(JsonException fault) => (int)(Given(fault).LineNumber ?? 0) + 1;

    /// <summary>The column, in bytes from 1.</summary>
    public static int ColumnOf(JsonException fault) => (int)(Given(fault).BytePositionInLine ?? 0) + 1;

    /// <summary>What is wrong, without the place that the library puts at its end.</summary>
    public static string MessageOf(JsonException fault) =>
        Given(fault).Message.LastIndexOf(Place, StringComparison.Ordinal) is > 0 and var end ? fault.Message[..end] : fault.Message;

    /// <summary>The place and what is wrong there.</summary>
    public static string Describe(JsonException fault) =>
        Given(fault).LineNumber is null ? MessageOf(fault) : $"line {LineOf(fault)}, column {ColumnOf(fault)}: {MessageOf(fault)}";

    private static JsonException Given(JsonException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault;
    }
}
