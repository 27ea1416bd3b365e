using System.Globalization;
using System.Text.RegularExpressions;
using Gatectl.Policies.Fmt;

namespace Gatectl.Tests.Policies.Fmt;

public sealed partial class UnifiedDiffTests
{
    [Test]
    public void Of_RandomTexts_LeadsFromOneToTheOther()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var before = RandomText(random);
            var after = RandomText(random);

            Assert.That(Apply(before, UnifiedDiff.Of("a", before, after)), Is.EqualTo(after));
        }
    }

    [Test]
    public void Of_ChangesFarApart_ShowsThreeLinesAroundEach()
    {
        var lines = Enumerable.Range(1, 20).Select(i => $"{i}\n").ToList();
        var before = string.Concat(lines);
        lines[4] = "x\n";
        lines[14] = "y\n";

        var diff = UnifiedDiff.Of("a", before, string.Concat(lines));

        Assert.That(diff, Is.EqualTo("--- a\n+++ a (formatted)\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n@@ -12,7 +12,7 @@\n 12\n 13\n 14\n-15\n+y\n 16\n 17\n 18\n"));
    }

    [TestCase("a", "a\n", "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n")]
    [TestCase("a\r\nb\r\n", "a\nb\n", "@@ -1,2 +1,2 @@\n-a\r\n-b\r\n+a\n+b\n")]
    public void Of_LinesThatEndDifferently_ShowsThem(string before, string after, string hunk) =>
        Assert.That(UnifiedDiff.Of("a", before, after), Is.EqualTo("--- a\n+++ a (formatted)\n" + hunk));

    [Test]
    [CancelAfter(30_000)]
    public void Of_LongTextsWithNothingInCommon_Ends()
    {
        var before = string.Concat(Enumerable.Range(0, 300_000).Select(i => $"a{i}\n"));
        var after = before.Replace('a', 'b');

        var diff = UnifiedDiff.Of("a", "same\n" + before + "end\n", "same\n" + after + "end\n");

        Assert.That(diff, Does.StartWith("--- a\n+++ a (formatted)\n@@ -1,300002 +1,300002 @@\n same\n-a0\n").And.EndsWith("+b299999\n end\n"));
    }

    [Test]
    public void Of_LongTextsThatOnlyGrow_KeepsWhatIsThere()
    {
        var before = string.Concat(Enumerable.Repeat("a\n", 30_000));

        var diff = UnifiedDiff.Of("a", before, before + "a\n");

        Assert.That(diff, Is.EqualTo("--- a\n+++ a (formatted)\n@@ -29998,3 +29998,4 @@\n a\n a\n a\n+a\n"));
    }

    [GeneratedRegex(@"^@@ -(\d+),\d+ \+\d+,\d+ @@$")]
    private static partial Regex Header { get; }

    private static string RandomText(Random random) =>
        string.Concat(Enumerable.Range(0, 1 + random.Next(40)).Select(_ => random.Next(6).ToString(CultureInfo.InvariantCulture) + "\n"));

    /// <summary>Does to a text what a difference says, which must fit.</summary>
    private static string Apply(string before, string diff)
    {
        var old = before.Split('\n')[..^1];
        var (now, at) = (new List<string>(), 0);
        foreach (var line in diff.Split('\n')[2..^1])
        {
            if (Header.Match(line) is { Success: true } header)
            {
                var start = int.Parse(header.Groups[1].Value, CultureInfo.InvariantCulture) - 1;
                now.AddRange(old[at..start]);
                at = start;
                continue;
            }

            if (line[0] != '+')
            {
                Assert.That(old[at++], Is.EqualTo(line[1..]));
            }

            if (line[0] != '-')
            {
                now.Add(line[1..]);
            }
        }

        now.AddRange(old[at..]);
        return string.Concat(now.Select(line => line + "\n"));
    }
}
