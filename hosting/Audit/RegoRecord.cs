using System.Text;
using Rego.Values;

namespace Gateway.Hosting.Audit;

/// <summary>Writes Rego values into records, with secrets masked.</summary>
public static class RegoRecord
{
    private const int MaxDepth = 64;

    /// <summary>Writes <paramref name="value"/> as JSON: a set as an array, a key that is no string as its own JSON text.</summary>
    public static void Write(RecordBuffer buffer, RegoValue value, int depth = 0)
    {
        if (depth > MaxDepth)
        {
            buffer.Text("nested too deeply to be recorded");
            return;
        }

        switch (value)
        {
            case RegoString text:
                buffer.Text(SecretNames.LooksSecret(text.Value) ? SecretNames.Mask : text.Value);
                break;
            case RegoObject members:
                WriteObject(buffer, members, depth);
                break;
            case RegoArray items:
                WriteItems(buffer, items.Items, depth);
                break;
            case RegoSet items:
                WriteItems(buffer, items.Items, depth);
                break;
            case RegoNumber number:
                WriteNumber(buffer, number);
                break;
            case RegoBoolean:
                buffer.Raw(ReferenceEquals(value, RegoBoolean.True) ? "true"u8 : "false"u8);
                break;
            default:
                buffer.Raw("null"u8);
                break;
        }
    }

    /// <summary>Writes one member of an object.</summary>
    public static void WriteMember(RecordBuffer buffer, RegoValue key, RegoValue value, int depth)
    {
        var name = key is RegoString text ? text.Value : key.ToJson();
        buffer.Text(name).Raw(":"u8);
        if (SecretNames.IsSecret(name))
        {
            buffer.Text(SecretNames.Mask);
        }
        else
        {
            Write(buffer, value, depth + 1);
        }
    }

    private static void WriteObject(RecordBuffer buffer, RegoObject members, int depth)
    {
        buffer.Raw("{"u8);
        var keys = members.Keys;
        var values = members.Values;
        for (var i = 0; i < keys.Length; i++)
        {
            buffer.Raw(i > 0 ? ","u8 : default);
            WriteMember(buffer, keys[i], values[i], depth);
        }

        buffer.Raw("}"u8);
    }

    private static void WriteItems(RecordBuffer buffer, ReadOnlySpan<RegoValue> items, int depth)
    {
        buffer.Raw("["u8);
        for (var i = 0; i < items.Length; i++)
        {
            buffer.Raw(i > 0 ? ","u8 : default);
            Write(buffer, items[i], depth + 1);
        }

        buffer.Raw("]"u8);
    }

    private static void WriteNumber(RecordBuffer buffer, RegoNumber number)
    {
        if (number.IsInt64)
        {
            buffer.Number(number.Integer);
        }
        else
        {
            buffer.Raw(Encoding.ASCII.GetBytes(number.Text));
        }
    }
}
