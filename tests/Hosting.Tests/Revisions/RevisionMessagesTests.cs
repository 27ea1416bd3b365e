using Gateway.Hosting.Revisions;

namespace Hosting.Tests.Revisions;

[TestFixture]
internal sealed class RevisionMessagesTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void From_WithoutSerialAndRefusal_LeavesBothOut()
    {
        var message = RevisionMessages.From(new RevisionStatus("sha256:a", null, Time, null));

        Assert.Multiple(() =>
        {
            Assert.That((message.Revision, message.ActivateTime.ToDateTimeOffset(), message.UnknownBecause), Is.EqualTo(("sha256:a", Time, "")));
            Assert.That((message.HasSerial, message.Refused), Is.EqualTo((false, (object?)null)));
        });
    }

    [Test]
    public void From_RefusalOfFilesThatCouldNotBeRead_HasNoRevision()
    {
        var refused = RevisionMessages.From(new RevisionStatus("sha256:a", 0, Time, new RevisionRefusal(null, Time, ["x"]))).Refused;

        Assert.That((refused.Revision, refused.Time.ToDateTimeOffset(), refused.Faults.Single()), Is.EqualTo(("", Time, "x")));
    }

    [Test]
    public void From_ManyLongFaults_KeepsTheBounds()
    {
        var faults = Enumerable.Repeat(new string('x', 2000), 60).ToList();
        var refused = RevisionMessages.From(new RevisionStatus("sha256:a", null, Time, new RevisionRefusal("sha256:b", Time, faults))).Refused;

        Assert.That(refused.Faults, Has.Count.EqualTo(RevisionMessages.MaxFaults).And.All.Length.EqualTo(RevisionMessages.MaxFaultLength));
    }

    [TestCase("abcd", "abcd")]
    [TestCase("abcde", "abc…")]
    [TestCase("ab\U0001F600c", "ab…")]
    [TestCase("a\U0001F600cd", "a\U0001F600…")]
    public void Cut_Text_IsCutBetweenCharacters(string text, string expected) =>
        Assert.That(RevisionMessages.Cut([text], 1, 4).Single(), Is.EqualTo(expected));
}
