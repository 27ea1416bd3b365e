using Rego.Values;
using YamlDotNet.Core;

namespace Rego.Yaml;

/// <summary>Reads YAML as values, as OPA does: the first document of a text, by way of JSON.</summary>
internal static class YamlDocument
{
    /// <summary>Reads one document; an empty text is null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value.</param>
    /// <param name="problem">What is wrong, where the answer is false.</param>
    /// <param name="refuseDuplicates">Whether a key may stand only once in a mapping; else the last one counts.</param>
    internal static bool TryParse(string text, out RegoValue value, out YamlProblem problem, bool refuseDuplicates = false)
    {
        value = RegoNull.Instance;
        problem = default;
        if (RowOfLeadingTab(text) is { } row)
        {
            problem = new YamlProblem(row, "found character that cannot start any token");
            return false;
        }

        try
        {
            value = new YamlReader(new StringReader(text), refuseDuplicates).ReadDocument();
            return true;
        }
        catch (YamlException failure)
        {
            problem = YamlProblem.From(failure);
            return false;
        }
        catch (InvalidOperationException)
        {
            // The library's answer to some texts in which brackets do not close.
            problem = new YamlProblem(1, "did not find expected node content");
            return false;
        }
    }

    /// <summary>The row of a tab before the first content, where the format has none and the library takes it; counted as in <see cref="YamlProblem"/>.</summary>
    private static int? RowOfLeadingTab(string text)
    {
        var lines = text.AsSpan().EnumerateLines();
        for (var row = 0; lines.MoveNext(); row++)
        {
            var content = lines.Current.TrimStart(' ');
            if (!content.IsEmpty && !content.StartsWith("#"))
            {
                return content[0] != '\t' ? null : row == 0 ? 0 : row + 1;
            }
        }

        return null;
    }
}
