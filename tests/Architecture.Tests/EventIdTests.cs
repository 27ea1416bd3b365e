using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>A line of a log is known by its event id, whichever program wrote it.</summary>
public sealed partial class EventIdTests
{
    [Test]
    public void EventIds_OfBothProgramsAndTheirKit_AreEachOfOneMessage()
    {
        var ids = new[] { "gatekeeper", "deployer", "hosting" }
            .SelectMany(directory => SourceProject.In(directory).Trees)
            .SelectMany(tree => EventId().Matches(tree.ToString()).Select(match => match.Groups[1].Value))
            .ToList();

        Assert.That(ids, Is.Not.Empty.And.Unique);
    }

    [GeneratedRegex(@"EventId = (\d+)")]
    private static partial Regex EventId();
}
