using System.Text;
using System.Text.RegularExpressions;

namespace Gatectl.Tests.Policies;

/// <summary>
/// <c>docs/policy-data.md</c>: commands and whole files, in the order in which a reader meets them, and then mistakes in those files.
/// The first line of a whole file says where it stands.
/// </summary>
internal static partial class PolicyDataPage
{
    /// <summary>The directory of policies that the page writes.</summary>
    public const string Policies = "acme";

    public static string Text { get; } = File.ReadAllText(SourceTree.PathTo("docs", "policy-data.md"));

    private static string Guide => Text[..Text.IndexOf("\n## Mistakes\n", StringComparison.Ordinal)];

    /// <value>How many blocks there are that somebody could copy.</value>
    public static int Blocks => Text.Split('\n').Count(line => line.StartsWith("```", StringComparison.Ordinal)) / 2;

    /// <value>How many of them are commands and whole files.</value>
    public static int Steps => Step().Count(Guide);

    public static IReadOnlyList<PolicyDataMistake> Mistakes { get; } = [.. Section().Matches(Text).Select(match => new PolicyDataMistake(
        match.Groups["title"].Value, match.Groups["file"].Value, match.Groups["wrong"].Value, match.Groups["message"].Value, match.Groups["right"].Value))];

    /// <summary>All commands and files of the page as one script.</summary>
    public static string Script()
    {
        var script = new StringBuilder("set -euo pipefail\n");
        foreach (Match step in Step().Matches(Guide))
        {
            var body = step.Groups["body"].Value;
            var file = $"{Policies}/{step.Groups["file"].Value}";
            script.Append(step.Groups["file"].Success ? $"mkdir -p $(dirname {file})\ncat > {file} <<'END OF FILE'\n{body}END OF FILE\n" : body);
        }

        return script.ToString();
    }

    [GeneratedRegex("^```(sh\n|(?=yaml\n# (?<file>[a-z/-]+/data\\.yaml)\n)yaml\n)(?<body>(?:.|\n)*?)^```$", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Step();

    [GeneratedRegex(
        "^### \\d+\\. (?<title>.*)\n\n(?:[^`].*\n|`[^`].*\n)+\n`(?<file>[a-z/-]+/data\\.yaml)`:\n\n```yaml\n(?<wrong>(?:.|\n)*?)^```\n\n```text\n(?<message>(?:.|\n)*?)^```\n\nRight:\n\n```yaml\n(?<right>(?:.|\n)*?)^```$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Section();
}
