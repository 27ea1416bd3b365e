using System.Text.Json;
using Deploy.V1;
using Gatekeeper.Seam;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Gatekeeper.Calls;

/// <summary>Reads a JSON object strictly: UTF-8 without a mark, no comments, no duplicate names at any depth, no unknown fields.</summary>
internal static class JsonFields
{
    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = 8,
    };

    /// <summary>Reads the object's members into <paramref name="builder"/>.</summary>
    /// <exception cref="CallException">The body is not one JSON object.</exception>
    public static void Read(ReadOnlyMemory<byte> body, MessageBuilder builder)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new CallException(ErrorReason.MalformedMessage, "The body must be a JSON object.");
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (builder.Begin(member.Name) is { } field && member.Value.ValueKind != JsonValueKind.Null)
                {
                    Set(builder, field, member.Value);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what strings that are not Unicode end in.
            throw new CallException(ErrorReason.MalformedMessage, "The body is not well-formed JSON without duplicate names.", e);
        }
    }

    private static void Set(MessageBuilder builder, FieldDescriptor field, JsonElement value)
    {
        if (field.IsMap)
        {
            AddEntries(builder, field, value);
            return;
        }

        switch (field.FieldType, value.ValueKind)
        {
            case (FieldType.String, JsonValueKind.String):
                builder.SetText(field, value.GetString()!);
                break;
            case (FieldType.Int32, JsonValueKind.Number):
                builder.SetInteger(field, value.GetRawText());
                break;
            case (FieldType.Enum, JsonValueKind.String):
                builder.SetEnum(field, value.GetString()!);
                break;
            case (FieldType.Bool, JsonValueKind.True or JsonValueKind.False):
                builder.SetBoolean(field, value.GetBoolean());
                break;
            case (FieldType.Message, JsonValueKind.String) when field.MessageType == Timestamp.Descriptor:
                builder.SetTime(field, value.GetString()!);
                break;
            default:
                builder.FailType(field, field.FieldType switch { FieldType.Int32 => "must be an integer", FieldType.Bool => "must be true or false", _ => "must be a string" });
                break;
        }
    }

    private static void AddEntries(MessageBuilder builder, FieldDescriptor field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            builder.FailType(field, "must be an object of strings");
            return;
        }

        foreach (var entry in value.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String)
            {
                builder.FailType(field, "must be an object of strings");
                return;
            }

            builder.AddEntry(field, entry.Name, entry.Value.GetString()!);
        }
    }
}
