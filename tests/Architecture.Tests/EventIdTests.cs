using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>A line of a program's log is known by its event id.</summary>
public sealed partial class EventIdTests
{
    [TestCase("gatekeeper")]
    [TestCase("deployer")]
    public void EventIds_OfAProgramWithItsKit_AreEachOfOneMessage(string program)
    {
        var ids = new[] { program, "hosting" }
            .SelectMany(directory => SourceProject.In(directory).Trees)
            .SelectMany(tree => EventId().Matches(tree.ToString()).Select(match => match.Groups[1].Value))
            .ToList();

        Assert.That(ids, Is.Not.Empty.And.Unique);
    }

    [GeneratedRegex(@"EventId = (\d+)")]
    private static partial Regex EventId();
}
