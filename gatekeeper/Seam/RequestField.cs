using System.Collections;
using System.Numerics;
using Gateway.Contract.Validation;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Rego.Values;

namespace Gatekeeper.Seam;

/// <summary>One field of a request, as policies see it.</summary>
internal sealed class RequestField
{
    private const int NanosASecond = 1_000_000_000;

    private readonly Func<IMessage, RegoValue?> _find;

    /// <summary>Chooses once, by the field's type, how its value is read.</summary>
    /// <exception cref="InvalidOperationException">There is no value in policy for the type.</exception>
    public RequestField(FieldDescriptor field)
    {
        Name = RegoString.From(field.Name);
        _find = FinderOf(field);
    }

    /// <value>The name in the contract.</value>
    public RegoString Name { get; }

    /// <summary>The value that a request has here; null where it is not set: absent, or, of a field that cannot be absent, empty or its type's zero.</summary>
    /// <exception cref="ArgumentException">It is a time that no calendar has.</exception>
    public RegoValue? Find(IMessage request) => _find(request);

    private static Func<IMessage, RegoValue?> FinderOf(FieldDescriptor field)
    {
        var accessor = field.Accessor;
        if (field.IsMap)
        {
            return field.MessageType.Fields.InDeclarationOrder().All(part => part.FieldType == FieldType.String)
                ? message => OfMap((MapField<string, string>)accessor.GetValue(message))
                : throw Unknown(field);
        }

        var convert = ConverterOf(field);
        if (field.IsRepeated)
        {
            return message => (IList)accessor.GetValue(message) is { Count: > 0 } items ? RegoArray.From(items.Cast<object>().Select(convert)) : null;
        }

        if (field.HasPresence)
        {
            return message => accessor.HasValue(message) ? convert(accessor.GetValue(message)) : null;
        }

        var unset = accessor.GetValue(field.ContainingType.Parser.ParseFrom(ByteString.Empty));
        return message => accessor.GetValue(message) is var value && value.Equals(unset) ? null : convert(value);
    }

    // No floating-point numbers: policies have no infinity, and nothing that is not a number.
    private static Func<object, RegoValue> ConverterOf(FieldDescriptor field) => field.FieldType switch
    {
        // Two UUIDs that differ in case only are the same.
        FieldType.String when field.Name == "request_id" => value => RegoString.From(FieldRules.FoldUuid((string)value)),
        FieldType.String => value => RegoString.From((string)value),
        FieldType.Bool => value => RegoBoolean.From((bool)value),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => value => RegoNumber.From((int)value),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => value => RegoNumber.From((long)value),
        FieldType.UInt32 or FieldType.Fixed32 => value => RegoNumber.From((uint)value),
        FieldType.UInt64 or FieldType.Fixed64 => value => RegoNumber.From(new BigInteger((ulong)value)),
        FieldType.Enum => value => OfEnum(field.EnumType, (int)value),
        FieldType.Message when field.MessageType == Timestamp.Descriptor => value => OfTime((Timestamp)value),
        _ => throw Unknown(field),
    };

    private static RegoObject? OfMap(MapField<string, string> map)
    {
        if (map.Count == 0)
        {
            return null;
        }

        var members = new RegoObjectBuilder(map.Count);
        foreach (var (key, value) in map)
        {
            members.TryAdd(RegoString.From(key), RegoString.From(value));
        }

        return members.Build();
    }

    private static RegoString OfEnum(EnumDescriptor type, int number) => RegoString.From(type.FindValueByNumber(number)?.Name ?? number.ToString());

    // RFC 3339, with the whole of the fraction: what is compared with the time of the decision is not to be rounded.
    private static RegoString OfTime(Timestamp time)
    {
        if (time.Nanos is < 0 or >= NanosASecond)
        {
            throw new ArgumentException($"{time.Nanos} is no part of a second in nanoseconds.", nameof(time));
        }

        var second = DateTimeOffset.FromUnixTimeSeconds(time.Seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss");
        return RegoString.From(time.Nanos == 0 ? $"{second}Z" : $"{second}.{time.Nanos.ToString("D9").TrimEnd('0')}Z");
    }

    private static InvalidOperationException Unknown(FieldDescriptor field) =>
        new($"{field.FullName}: policies have no value for a field of this type. They have one for texts, booleans, whole numbers, enums, google.protobuf.Timestamp, lists of those, and maps of texts to texts.");
}
