using System.Collections.Concurrent;
using Google.Protobuf.Reflection;

namespace Gateway.Contract.Wire;

/// <summary>A message type prepared for strict reading. Made once a type and kept.</summary>
internal sealed class WireSchema
{
    /// <summary>Field numbers are looked up in an array and remembered in the bits of one word.</summary>
    private const int MaxFieldNumber = 63;

    private static readonly ConcurrentDictionary<MessageDescriptor, WireSchema> Schemas = new();

    private WireField?[] _fields = [];

    private WireSchema()
    {
    }

    internal static WireSchema For(MessageDescriptor descriptor) =>
        Schemas.TryGetValue(descriptor, out var known) ? known : Schemas.GetOrAdd(descriptor, Build(descriptor, []));

    internal WireField? Find(uint number) => number < (uint)_fields.Length ? _fields[number] : null;

    private static WireSchema Build(MessageDescriptor descriptor, Dictionary<MessageDescriptor, WireSchema> building)
    {
        if (building.TryGetValue(descriptor, out var open))
        {
            return open;
        }

        var schema = building[descriptor] = new WireSchema();
        var fields = descriptor.Fields.InDeclarationOrder();
        var highest = fields.Count == 0 ? 0 : fields.Max(field => field.FieldNumber);
        if (highest > MaxFieldNumber)
        {
            throw new NotSupportedException($"{descriptor.FullName} has field numbers over {MaxFieldNumber}.");
        }

        schema._fields = new WireField?[highest + 1];
        foreach (var field in fields)
        {
            schema._fields[field.FieldNumber] = new WireField(field, message => Build(message, building));
        }

        return schema;
    }
}
