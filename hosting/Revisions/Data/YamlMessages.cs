using System.Text;
using YamlDotNet.Core;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>What the parser of YAML says, in words for whoever writes a file.</summary>
internal static class YamlMessages
{
    private const string NeedQuotes = "*&!%@`|>";

    /// <summary>What is wrong.</summary>
    /// <param name="failure">What the parser says.</param>
    /// <param name="content">The text as UTF-8.</param>
    public static string Of(YamlException failure, ReadOnlySpan<byte> content)
    {
        var message = PlainWords(SecondHalf(failure.Message.TrimEnd('.')).Trim());
        return failure.GetType() != typeof(YamlException) && FirstCharacter(LineOf(content, failure.Start.Line), (int)failure.Start.Column) is { } first
            ? $"{message} (a text that begins with {first} stands in quotes)"
            : message;
    }

    // The library says "While doing this, did not find that.": the second half is what helps.
    private static string SecondHalf(string message)
    {
        var comma = message.StartsWith("While ", StringComparison.Ordinal) ? message.IndexOf(", ", StringComparison.Ordinal) : -1;
        return comma < 0 ? message : message[(comma + 2)..];
    }

    private static string PlainWords(string message) => message switch
    {
        "found invalid mapping" => "a second colon with a blank behind it, or lines that are not indented alike; a text that has such a colon stands in quotes",
        "Did not find expected key" or "did not find expected key" => "a key is missing here, or a line above has no blank behind its colon, or is not indented like its neighbours",
        "Did not find expected node content" or "did not find expected node content" => "a value is missing here, or a bracket or brace before this has no other end",
        "did not find expected ',' or '}'" => "a comma or } is missing here; in braces, a text with one of , [ ] { } or a colon stands in quotes, and a blank behind the colon of a name",
        "did not find expected ',' or ']'" => "a comma or ] is missing here; in brackets, a text with one of , [ ] { } or a colon stands in quotes",
        "found unexpected end of stream" => "a quote that begins here is not closed",
        "found value containing disallowed: []{}," => "an alias without a name",
        "Did not find expected <document end>" => "did not find the end of the document",
        _ => message,
    };

    // What is told has its place at the text, or behind it in the same line.
    private static char? FirstCharacter(string line, int column)
    {
        var at = column - 1;
        var first = at >= 0 && at < line.Length && NeedQuotes.Contains(line[at], StringComparison.Ordinal) ? line[at] : line.TrimStart(' ', '-').FirstOrDefault();
        return NeedQuotes.Contains(first, StringComparison.Ordinal) ? first : null;
    }

    private static string LineOf(ReadOnlySpan<byte> content, long row)
    {
        for (; row > 1 && content.IndexOf((byte)'\n') is >= 0 and var end; row--)
        {
            content = content[(end + 1)..];
        }

        var line = content.IndexOf((byte)'\n') is >= 0 and var last ? content[..last] : content;
        return Encoding.UTF8.GetString(line[..Math.Min(line.Length, 4096)]);
    }
}
