using System.Text.Json;
using System.Text.RegularExpressions;
using Rego.Tests.Conformance;

namespace Rego.Tests.Builtins.Patterns;

/// <summary>The texts of recorded cases that call regular expressions, each as a pattern for all texts of its case.</summary>
internal static class RecordedPatterns
{
    private const int MaxPatternLength = 200;
    private const int MaxTextLength = 100;
    private const int MaxTextsOfCase = 12;

    private static readonly Regex Literals = new("\"(?:[^\"\\\\\\n]|\\\\.)*\"|`[^`]*`", RegexOptions.CultureInvariant);

    /// <summary>All pairs, each text also with a final newline.</summary>
    internal static IEnumerable<PatternSample> All() =>
        ConformanceCases.All
            .Select(@case => string.Join('\n', @case.Modules))
            .Where(module => module.Contains("regex.", StringComparison.Ordinal))
            .SelectMany(module => PairsOf([.. TextsIn(module).Distinct().Take(MaxTextsOfCase)]))
            .Distinct();

    private static IEnumerable<PatternSample> PairsOf(string[] texts) =>
        from pattern in texts
        where pattern.Length <= MaxPatternLength
        from text in texts
        where text.Length <= MaxTextLength
        from ending in new[] { "", "\n" }
        select new PatternSample(pattern, text + ending);

    private static IEnumerable<string> TextsIn(string module)
    {
        foreach (Match literal in Literals.Matches(module))
        {
            if (literal.Value[0] == '`')
            {
                yield return literal.Value[1..^1];
            }
            else if (TryDecode(literal.Value) is { } text)
            {
                yield return text;
            }
        }
    }

    private static string? TryDecode(string literal)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(literal);
        }
        catch (JsonException)
        {
            // What looks like a text between two others.
            return null;
        }
    }
}
