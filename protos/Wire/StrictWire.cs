using System.Text.Unicode;
using Google.Protobuf.Reflection;

namespace Gateway.Contract.Wire;

/// <summary>
/// Proves that the bytes of a message can be read in one way only. Protobuf parsers keep unknown fields and take the last of two
/// values; whoever decides over a message and whoever acts on it must not be able to read two different ones. That is how the encoding
/// is specified, so no package has a parser that would refuse them.
/// </summary>
public static class StrictWire
{
    /// <summary>The deepest nesting of messages.</summary>
    public const int MaxDepth = 16;

    /// <summary>Reads <paramref name="message"/> strictly; allocates nothing unless a map is in it.</summary>
    /// <returns>The first fault, or <see cref="WireFault.None"/>.</returns>
    public static WireFault Check(ReadOnlySpan<byte> message, MessageDescriptor descriptor) =>
        CheckMessage(message, WireSchema.For(descriptor), MaxDepth);

    private static WireFault CheckMessage(ReadOnlySpan<byte> message, WireSchema schema, int depth)
    {
        if (depth == 0)
        {
            return Malformed("");
        }

        var reader = new WireReader(message);
        var seen = default(SeenFields);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out var number, out var encoding))
            {
                return Malformed("");
            }

            if (schema.Find(number) is not { } field)
            {
                return new WireFault(WireFaultKind.UnknownField, number.ToString());
            }

            var fault = CheckField(ref reader, ref seen, field, number, encoding, depth);
            if (fault.Kind != WireFaultKind.None)
            {
                return fault;
            }
        }

        return WireFault.None;
    }

    private static WireFault CheckField(
        ref WireReader reader, ref SeenFields seen, WireField field, uint number, WireEncoding encoding, int depth)
    {
        if (!field.IsRepeated && !seen.TryMark(number, field.OneofIndex))
        {
            return new WireFault(WireFaultKind.DuplicateField, field.Name);
        }

        if (encoding == WireEncoding.LengthDelimited)
        {
            if (!reader.TryReadSpan(out var content))
            {
                return Malformed(field.Name);
            }

            return field.Encoding == WireEncoding.LengthDelimited
                ? CheckContent(content, ref seen, field, depth)
                : CheckPacked(content, field);
        }

        return encoding == field.Encoding && TryReadScalar(ref reader, field) ? WireFault.None : Malformed(field.Name);
    }

    private static WireFault CheckContent(ReadOnlySpan<byte> content, ref SeenFields seen, WireField field, int depth)
    {
        if (field.Type == FieldType.Message)
        {
            var fault = CheckMessage(content, field.Message!, depth - 1);
            return fault.Kind == WireFaultKind.None && field.IsMap && !seen.TryMarkKey(field, content)
                ? new WireFault(WireFaultKind.DuplicateField, field.Name)
                : fault;
        }

        return field.Type == FieldType.Bytes || Utf8.IsValid(content) ? WireFault.None : Malformed(field.Name);
    }

    private static WireFault CheckPacked(ReadOnlySpan<byte> content, WireField field)
    {
        var reader = new WireReader(content);
        var isValid = field.IsPackable;
        while (isValid && !reader.AtEnd)
        {
            isValid = TryReadScalar(ref reader, field);
        }

        return isValid ? WireFault.None : Malformed(field.Name);
    }

    private static bool TryReadScalar(ref WireReader reader, WireField field) => field.Encoding switch
    {
        WireEncoding.Varint => reader.TryReadVarint(out var value) && field.IsInRange(value),
        WireEncoding.Fixed32 => reader.TrySkip(4),
        WireEncoding.Fixed64 => reader.TrySkip(8),
        _ => false,
    };

    private static WireFault Malformed(string field) => new(WireFaultKind.Malformed, field);
}
