using Gatectl.Policies.Fmt;

namespace Gatectl.Tests.Policies.Fmt;

public sealed class LineEditsTests
{
    [Test]
    public void Between_RandomTexts_LeadsFromOneToTheOther()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var before = RandomLines(random);
            var after = RandomLines(random);

            var edits = LineEdits.Between(before, after);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(edits.Where(edit => edit.Sign != '+').Select(edit => edit.Line), Is.EqualTo(before));
                Assert.That(edits.Where(edit => edit.Sign != '-').Select(edit => edit.Line), Is.EqualTo(after));
            }
        }
    }

    [Test]
    public void Between_OneLineChanged_ChangesOnlyThat()
    {
        var edits = LineEdits.Between(["a", "b", "c"], ["a", "x", "c"]);

        Assert.That(edits.Select(edit => $"{edit.Sign}{edit.Line}"), Is.EqualTo(new[] { " a", "-b", "+x", " c" }));
    }

    private static string[] RandomLines(Random random) =>
        [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(4).ToString(System.Globalization.CultureInfo.InvariantCulture))];
}
