using System.Text;
using Rego.Values;

namespace Rego.Evaluation.Documents;

/// <summary>Paths below <c>data</c>, as errors print them.</summary>
internal static class DocumentPath
{
    internal static string ToText(ReadOnlySpan<RegoValue> path)
    {
        var text = new StringBuilder("data");
        foreach (var key in path)
        {
            if (key is RegoString { Value: var name } && IsName(name))
            {
                text.Append('.').Append(name);
            }
            else
            {
                text.Append('[');
                key.AppendTerm(text);
                text.Append(']');
            }
        }

        return text.ToString();
    }

    private static bool IsName(string text)
    {
        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}
