using System.Text;

namespace Rego.Builtins.GraphQl.Validation;

/// <summary>Names that may have been meant.</summary>
internal static class GraphQlSuggestions
{
    private const int MaxTold = 5;

    /// <summary>A question that names what is close to a word, or nothing.</summary>
    /// <param name="walk">Counts the work.</param>
    /// <param name="question">How the question begins.</param>
    /// <param name="word">What was written.</param>
    /// <param name="options">What could have been.</param>
    internal static string DidYouMean(GraphQlWalk walk, string question, string word, IEnumerable<string> options) =>
        Question(question, Close(walk, word, options).Select(Quote).ToList());

    /// <summary>A question that names all of the options, or nothing.</summary>
    internal static string Question(string question, IReadOnlyList<string> options) =>
        options.Count == 0 ? string.Empty : $" {question} {OneOf(options)}?";

    internal static string Quote(string name) => $"\"{name}\"";

    private static string OneOf(IReadOnlyList<string> options)
    {
        var told = options.Take(MaxTold).ToList();
        return told.Count switch
        {
            1 => told[0],
            2 => $"{told[0]} or {told[1]}",
            _ => $"{string.Join(", ", told.SkipLast(1))}, or {told[^1]}",
        };
    }

    private static List<string> Close(GraphQlWalk walk, string word, IEnumerable<string> options)
    {
        var limit = (int)(Encoding.UTF8.GetByteCount(word) * 0.4) + 1;
        return [.. options
            .Where(option => Math.Abs(option.Length - word.Length) <= limit)
            .Select(option => (Option: option, Distance: Distance(walk, word, option)))
            .Where(pair => pair.Distance <= limit)
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.Option)];
    }

    /// <summary>How many letters must be put in, taken out or changed; letters that differ in case alone count as one change together.</summary>
    private static int Distance(GraphQlWalk walk, string word, string option)
    {
        if (word == option)
        {
            return 0;
        }

        if (word.Equals(option, StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        walk.Charge(1 + ((long)word.Length * option.Length / 4));
        return Levenshtein(word.ToLowerInvariant(), option.ToLowerInvariant());
    }

    private static int Levenshtein(string word, string option)
    {
        var row = Enumerable.Range(0, option.Length + 1).ToArray();
        for (var i = 0; i < word.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < option.Length; j++)
            {
                var changed = diagonal + (word[i] == option[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(changed, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[option.Length];
    }
}
