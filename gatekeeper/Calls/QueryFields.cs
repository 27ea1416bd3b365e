using Gatekeeper.Seam;
using Gateway.Contract.Validation;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Calls;

/// <summary>Reads a query of plain <c>name=value</c> pairs. Nothing is decoded: no value that is valid here needs it.</summary>
internal static class QueryFields
{
    /// <summary>Reads <paramref name="query"/>, without its question mark.</summary>
    /// <exception cref="CallException">It is not a list of pairs.</exception>
    public static void Read(string query, MessageBuilder builder)
    {
        if (query.Length == 0)
        {
            return;
        }

        foreach (var pair in query.Split('&'))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || pair.IndexOf('=', at + 1) >= 0)
            {
                throw CallBuilder.Invalid([new FieldViolation("query", "must be pairs of name=value")]);
            }

            if (builder.Begin(pair[..at]) is { } field)
            {
                Set(builder, field, pair[(at + 1)..]);
            }
        }
    }

    private static void Set(MessageBuilder builder, FieldDescriptor field, string value)
    {
        switch (field.FieldType)
        {
            case FieldType.String:
                builder.SetText(field, value);
                break;
            case FieldType.Int32 or FieldType.Int64:
                builder.SetInteger(field, value);
                break;
            case FieldType.Enum:
                builder.SetEnum(field, value);
                break;
            default:
                builder.FailType(field, "cannot be given in a query");
                break;
        }
    }
}
