using Google.Protobuf.Reflection;

namespace Gateway.Contract.Wire;

/// <summary>What the strict reading must know of one field.</summary>
internal sealed class WireField
{
    private readonly HashSet<long>? _enumNumbers;

    internal WireField(FieldDescriptor descriptor, Func<MessageDescriptor, WireSchema> schemaOf)
    {
        Name = descriptor.Name;
        Type = descriptor.FieldType;
        IsMap = descriptor.IsMap;
        IsRepeated = descriptor.IsRepeated;
        OneofIndex = descriptor.RealContainingOneof?.Index ?? -1;
        Encoding = EncodingOf(Type);
        if (IsMap && descriptor.MessageType.FindFieldByNumber(1).FieldType != FieldType.String)
        {
            throw new NotSupportedException($"{descriptor.FullName}: only maps keyed by strings have a strict reading.");
        }

        if (Type == FieldType.Message)
        {
            Message = schemaOf(descriptor.MessageType);
        }
        else if (Type == FieldType.Enum)
        {
            _enumNumbers = [.. descriptor.EnumType.Values.Select(value => (long)value.Number)];
        }
    }

    internal string Name { get; }

    internal FieldType Type { get; }

    internal bool IsMap { get; }

    internal bool IsRepeated { get; }

    internal int OneofIndex { get; }

    internal WireEncoding Encoding { get; }

    internal WireSchema? Message { get; }

    internal bool IsPackable => IsRepeated && Encoding != WireEncoding.LengthDelimited;

    /// <summary>Whether a varint is a value of the field: what the field's type would cut off or change is not.</summary>
    internal bool IsInRange(ulong value) => Type switch
    {
        FieldType.Bool => value <= 1,
        FieldType.UInt32 or FieldType.SInt32 => value <= uint.MaxValue,
        FieldType.Int32 => (long)value is >= int.MinValue and <= int.MaxValue,
        FieldType.Enum => _enumNumbers!.Contains((long)value),
        _ => true,
    };

    private static WireEncoding EncodingOf(FieldType type) => type switch
    {
        FieldType.Double or FieldType.Fixed64 or FieldType.SFixed64 => WireEncoding.Fixed64,
        FieldType.Float or FieldType.Fixed32 or FieldType.SFixed32 => WireEncoding.Fixed32,
        FieldType.String or FieldType.Bytes or FieldType.Message => WireEncoding.LengthDelimited,
        FieldType.Group => throw new NotSupportedException("Groups have no strict reading."),
        _ => WireEncoding.Varint,
    };
}
