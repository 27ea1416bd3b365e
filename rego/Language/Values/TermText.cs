using System.Text;
using System.Text.Json;

namespace Rego.Values;

/// <summary>What arrays and sets share.</summary>
internal static class TermText
{
    internal static void AppendSequence(StringBuilder text, char open, ReadOnlySpan<RegoValue> items, char close)
    {
        text.Append(open);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                text.Append(", ");
            }

            items[i].AppendTerm(text);
        }

        text.Append(close);
    }

    internal static int CompareSequences(ReadOnlySpan<RegoValue> left, ReadOnlySpan<RegoValue> right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            var order = left[i].CompareTo(right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    internal static bool SequencesEqual(ReadOnlySpan<RegoValue> left, ReadOnlySpan<RegoValue> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (!left[i].Equals(right[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Never 0, which stands for "not computed yet".</summary>
    internal static int HashSequence(ReadOnlySpan<RegoValue> items)
    {
        var hash = default(HashCode);
        foreach (var item in items)
        {
            hash.Add(item.GetHashCode());
        }

        return hash.ToHashCode() | 1;
    }

    internal static void WriteSequence(Utf8JsonWriter writer, ReadOnlySpan<RegoValue> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.WriteJson(writer);
        }

        writer.WriteEndArray();
    }
}
