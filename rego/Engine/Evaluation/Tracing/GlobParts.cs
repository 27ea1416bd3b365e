using System.Text;

namespace Rego.Evaluation.Tracing;

/// <summary>The parts of a glob between its delimiters.</summary>
internal static class GlobParts
{
    /// <summary>Splits a text at each of the characters, where no backslash stands before it.</summary>
    internal static IReadOnlyList<string> Split(string text, string delimiters)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var isEscaped = false;
        foreach (var c in text)
        {
            if (!isEscaped && c != '\\' && delimiters.Contains(c, StringComparison.Ordinal))
            {
                parts.Add(part.ToString());
                part.Clear();
                continue;
            }

            isEscaped = !isEscaped && c == '\\';
            part.Append(c);
        }

        parts.Add(part.ToString());
        return parts;
    }
}
