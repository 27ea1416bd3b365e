using System.Text;
using Gateway.Contract.Audit;

namespace Protos.Tests.Audit;

public sealed class UseReaderTests
{
    private const string Marks = ""","exceptions":["break-glass"],"review":"due","review_by":["team:security"]""";

    private string _directory = null!;

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("uses-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Read_MarkedRecord_IsAUse()
    {
        var use = Read(Record(Marks))!.Use!;
        Assert.Multiple(() =>
        {
            Assert.That(use.DecisionId, Is.EqualTo("d1"));
            Assert.That(use.Time, Is.EqualTo(new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.Zero)));
            Assert.That(use.Exceptions, Is.EqualTo(new[] { "break-glass" }));
            Assert.That(use.Persons, Is.EqualTo(new[] { "person:lee" }));
            Assert.That(use.ReviewBy, Is.EqualTo(new[] { "team:security" }));
            Assert.That((use.Client, use.Action, use.Application, use.Environment, use.Reason), Is.EqualTo(("person:lee", "deploy", "shop", "production", "INC-1 it is down")));
        });
    }

    [Test]
    public void Read_UseAtExecution_BelongsToTheCallThatWasLetIn() =>
        Assert.That(Read(Record(Marks + ""","execution":{"call_decision_id":"d0"}"""))!.Use!.DecisionId, Is.EqualTo("d0"));

    [Test]
    public void Read_Review_SaysWhatWasReviewed()
    {
        var review = Read(ReviewOf("d1"))!.Review!;
        Assert.That((review.UseId, review.DecisionId, review.Client, review.Comment), Is.EqualTo(("d1", "r1", "person:kim", "fine")));
        Assert.That(review.Exceptions, Is.EqualTo(new[] { "break-glass" }));
    }

    // What was recorded before there were marks.
    [TestCase("", true)]
    [TestCase(""","execution":{"request_decision_id":"d0"}""", false)]
    [TestCase(""","exceptions":["break-glass"]""", false)]
    public void Read_RecordWithoutTheMark_IsAUseIfItWasDecidedAtTheDoor(string more, bool isUse) =>
        Assert.That(Read(Record(more)) is { Use: not null }, Is.EqualTo(isUse));

    [Test]
    public void Read_QuestionWithoutTheMark_IsNoUse() =>
        Assert.That(Read(Record("").Replace("\"reason\":", "\"validate_only\":true,\"reason\":", StringComparison.Ordinal)), Is.Null);

    [TestCase("\"allowed\":true", "\"allowed\":false")]
    [TestCase("\"kind\":\"decision\"", "\"kind\":\"refusal\"")]
    [TestCase("\"review\":\"due\"", "\"review\":\"done\"")]
    public void Read_WhatIsNoUse_IsNone(string text, string other) => Assert.That(Read(Record(Marks).Replace(text, other, StringComparison.Ordinal)), Is.Null);

    // A caller may write all of it into its claims and its request.
    [Test]
    public void Read_MarksWithinTheInput_AreNoMarks()
    {
        const string caller = """{"seq":1,"kind":"decision","decision_id":"d1","allowed":true,"input":{"action":"deploy","caller":{"claims":{"exceptions":["x"],"review":"due","reviewed":"d9"}},"request":{"annotations":{"review":"due","reviewed":"d9"}}},"result":{"exceptions":[]}}""";
        Assert.That(Read(caller), Is.Null);
        Assert.That(Read(ReviewOf("d1").Replace("\"action\":\"review\"", "\"action\":\"deploy\"", StringComparison.Ordinal)), Is.Null);
    }

    [Test]
    public void ReadAll_SeveralSegmentsAndATornEnd_ReadsWhatIsWhole()
    {
        Write(0, Record(Marks) + "\n", """{"seq":1,"kind":"start"}""" + "\n");
        Write(2, ReviewOf("d1") + "\n", "no record\n", Record(Marks)[..^5]);
        var found = UseReader.ReadAll(_directory).ToList();
        Assert.That(found.Select(record => record.Use?.DecisionId ?? record.Review!.UseId), Is.EqualTo(new[] { "d1", "d1" }));
        Assert.That(found[1].Time, Is.GreaterThan(found[0].Time));
    }

    [Test]
    public void ReadAll_Cancelled_Ends()
    {
        Write(0, Record(Marks) + "\n");
        Assert.That(() => UseReader.ReadAll(_directory, new CancellationToken(canceled: true)).ToList(), Throws.InstanceOf<OperationCanceledException>());
    }

    private static UseRecord? Read(string json) => UseReader.Read(Encoding.ASCII.GetBytes(json));

    private static string Record(string marks) =>
        """{"seq":0,"kind":"decision","decision_id":"d1","client":"person:lee","timestamp":"2026-12-01T10:00:00.0000000Z","allowed":true"""
        + marks
        + ""","input":{"action":"deploy","application":"shop","environment":"production","request":{"exception":"break-glass","reason":"INC-1 it is down"}},"result":{"allow":true,"exceptions":["break-glass"],"persons":["person:lee"]}}""";

    private static string ReviewOf(string use) =>
        $$$$"""{"seq":2,"kind":"decision","decision_id":"r1","timestamp":"2026-12-01T11:00:00.0000000Z","allowed":true,"client":"person:kim","reviewed":"{{{{use}}}}","input":{"action":"review","request":{"decision_id":"{{{{use}}}}","comment":"fine","decision":{"exceptions":["break-glass"]}}},"result":{"exceptions":[]}}""";

    private void Write(long first, params string[] lines) => File.WriteAllText(Path.Combine(_directory, LogLayout.SegmentName(first)), string.Concat(lines));
}
