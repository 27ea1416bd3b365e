using System.Text.RegularExpressions;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

/// <summary>Holds <c>rego/docs/mistakes.md</c> to what <c>gatectl policy check</c> prints.</summary>
public sealed partial class MistakesTests
{
    private static readonly string Document = SourceTree.PathTo("rego", "docs", "mistakes.md");

    [TestCaseSource(nameof(Mistakes))]
    public async Task Check_Mistake_PrintsWhatTheDocumentShows(string wrong, string message, string right)
    {
        Assert.That(await CheckAsync(wrong), Is.EqualTo(new CommandRun(1, string.Empty, message)));
        Assert.That(await CheckAsync(right), Is.EqualTo(new CommandRun(0, string.Empty, string.Empty)));
    }

    [Test]
    public void Document_OfTenMistakes_HasTen() => Assert.That(Mistakes().Count(), Is.EqualTo(10));

    private static IEnumerable<TestCaseData> Mistakes() =>
        Section().Matches(File.ReadAllText(Document)).Select(match =>
            new TestCaseData(match.Groups["wrong"].Value, match.Groups["message"].Value, match.Groups["right"].Value).SetArgDisplayNames(match.Groups["title"].Value));

    private static async Task<CommandRun> CheckAsync(string module)
    {
        using var directory = new TemporaryDirectory();
        directory.File("policy.rego", module);
        return await CommandRun.RunAsync(directory.Path, "policy", "check", "policy.rego");
    }

    [GeneratedRegex(
        @"^## \d+\. (?<title>.*)\n[^`]*(?:`[^`\n]+`[^`]*)*^```rego\n(?<wrong>(?:.|\n)*?)^```\n\n```text\n(?<message>(?:.|\n)*?)^```\n\nRight:\n\n```rego\n(?<right>(?:.|\n)*?)^```",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Section();
}
