using System.Text.Json;
using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Policy;
using Gatekeeper.Reviews;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Gateway.Hosting.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rego.Values;

namespace Gatekeeper.Tests.Reviews;

/// <summary>From a decision to its record, and from the record to what is to be reviewed: while the program runs, and after a restart.</summary>
public sealed class UseRecordsTests
{
    private AuditDirectory _directory = null!;
    private ExceptionUses _uses = null!;

    [SetUp]
    public void Create()
    {
        _directory = new AuditDirectory();
        _uses = new ExceptionUses(NullLogger<ExceptionUses>.Instance);
    }

    [TearDown]
    public void Delete() => _directory.Dispose();

    [Test]
    public async Task RecordAsync_Use_IsMarkedAtTheTopOfItsRecord()
    {
        await RecordAsync(Use());
        using var record = JsonDocument.Parse(LogReader.ReadAll(_directory.Log).Single(entry => entry.IsReviewDue).Json);
        Assert.Multiple(() =>
        {
            Assert.That(record.RootElement.GetProperty("exceptions").GetRawText(), Is.EqualTo("""["break-glass"]"""));
            Assert.That(record.RootElement.GetProperty("review").GetString(), Is.EqualTo("due"));
            Assert.That(record.RootElement.GetProperty("review_by").GetRawText(), Is.EqualTo("""["team:security"]"""));
        });
    }

    [Test]
    public async Task RecordAsync_WhatUsesNothing_HasNoMark()
    {
        var question = Call(new CreateDeploymentRequest { Application = "shop", Environment = "test", Version = "1.0.0", ValidateOnly = true });
        await RecordAsync(Decided(Sample.Create()), Denied(Use()), Of(question, Using(Sample.Allowed(question, Sample.Caller()))));
        Assert.That(LogReader.ReadAll(_directory.Log).Where(entry => entry.Kind == "decision"), Has.Exactly(3).Matches<LogEntry>(entry => entry is { Exceptions.Count: 0, IsReviewDue: false, Reviewed: null }));
        Assert.That(_uses.List(_ => true), Is.Empty);
    }

    [Test]
    public async Task RecordAsync_SameUseAtExecution_IsMarkedButNotDueAgain()
    {
        var call = Sample.Create();
        await RecordAsync(Use(call));
        await RecordAsync(AtExecution(call, ["break-glass"]));
        Assert.That(LogReader.ReadAll(_directory.Log).Where(entry => entry.Exceptions.Count > 0).Select(entry => entry.IsReviewDue), Is.EqualTo(new[] { true, false }));
        Assert.That(_uses.List(_ => true).Single().DecisionId, Is.EqualTo(call.Arrival.DecisionId));
    }

    [Test]
    public async Task RecordAsync_UseAtExecutionAlone_IsDueUnderTheCallThatWasLetIn()
    {
        var call = Sample.Create();
        await RecordAsync(AtExecution(call, []), AtExecution(call, []));
        Assert.That(_uses.List(_ => true).Single().DecisionId, Is.EqualTo(call.Arrival.DecisionId));
    }

    [Test]
    public async Task RecordAsync_Review_IsKnownAtOnceAndAfterARestart()
    {
        var one = Sample.Create("INC-1 it is down");
        var two = Sample.Create("INC-2 it is down again");
        await RecordAsync(Use(one), Use(two));
        await RecordAsync(Review(one));
        var before = Described(_uses);
        var after = await RestartAsync();
        Assert.Multiple(() =>
        {
            Assert.That(_uses.List(use => use.Review is null).Single().Reason, Is.EqualTo("INC-2 it is down again"));
            Assert.That(_uses.Find(one.Arrival.DecisionId, "shop", "test")!.Review!.Comment, Is.EqualTo("looked at it"));
            Assert.That(Described(after), Is.EqualTo(before), "the log says what the records said");
            Assert.That(after.IsRead, Is.True);
        });
    }

    [Test]
    public async Task RecordAsync_DeniedReview_LeavesItDue()
    {
        var call = Sample.Create();
        await RecordAsync(Use(call));
        await RecordAsync(Denied(Review(call)));
        Assert.That(_uses.List(_ => true).Single().Review, Is.Null);
        Assert.That((await RestartAsync()).List(_ => true).Single().Review, Is.Null);
    }

    [Test]
    public async Task RecordAsync_ReviewOfWhatIsNoUse_IsNoReview()
    {
        var review = Sample.Call(new ReviewDecisionRequest { Application = "shop", Environment = "test", DecisionId = Guid.CreateVersion7().ToString() });
        await RecordAsync(Decided(review));
        Assert.That(LogReader.ReadAll(_directory.Log).Select(entry => entry.Reviewed), Is.All.Null);
    }

    [Test]
    public async Task Restart_TornEnd_FindsWhatIsWhole()
    {
        var call = Sample.Create();
        await RecordAsync(Use(call));
        await using (var file = new FileStream(_directory.Segment, FileMode.Append))
        {
            await file.WriteAsync("""{"seq":9,"kind":"decision","decision_id":"x","allowed":true,"exceptions":["y"],"review":"due"""u8.ToArray());
        }

        await using (_directory.Open())
        {
        }

        Assert.That((await RestartAsync()).List(_ => true).Single().DecisionId, Is.EqualTo(call.Arrival.DecisionId));
    }

    [Test]
    public async Task Reading_UseRecordedMeanwhile_IsNotLostNorListedTwice()
    {
        await using var log = _directory.Open();
        var keeping = new UseKeepingLog(log, _uses);
        await keeping.RecordAsync(Use(Sample.Create("INC-1")), durable: true, CancellationToken.None);
        var found = UseReader.ReadAll(_directory.Log).ToList();
        await keeping.RecordAsync(Use(Sample.Create("INC-2")), durable: true, CancellationToken.None);
        found.ForEach(_uses.Add);
        _uses.EndReading();
        Assert.That(_uses.List(_ => true).Select(use => use.Reason), Is.EquivalentTo(new[] { "INC-1", "INC-2" }));
    }

    [Test]
    public void RecordAsync_UseThatCannotBeRecorded_IsListedAllTheSameAndAReviewIsNot()
    {
        var keeping = new UseKeepingLog(new RecordingDecisionLog { IsWritable = false }, _uses);
        var call = Sample.Create();
        Assert.That(async () => await keeping.RecordAsync(Use(call), durable: true, CancellationToken.None), Throws.TypeOf<AuditUnavailableException>());
        Assert.That(async () => await keeping.RecordAsync(Review(call), durable: true, CancellationToken.None), Throws.TypeOf<AuditUnavailableException>());
        Assert.That(_uses.List(_ => true).Single().Review, Is.Null);
    }

    [Test]
    public async Task RecordAsync_UseByACallThatOnlyReads_IsDurable()
    {
        var inner = new RecordingDecisionLog();
        await new UseKeepingLog(inner, _uses).RecordAsync(Use(Sample.Get()), durable: false, CancellationToken.None);
        Assert.That(inner.Records.Single().Durable, Is.True);
    }

    [Test]
    public void Add_MoreThanAreHeld_IsToldOnce()
    {
        using var logged = new RecordingLoggerProvider();
        using var factory = new LoggerFactory([logged]);
        var uses = new ExceptionUses(new Logger<ExceptionUses>(factory));
        uses.EndReading();
        for (var i = 0; i <= ExceptionUses.MaxDue + 1; i++)
        {
            uses.Add(new UseRecord(new ExceptionUse { DecisionId = $"d{i}", Time = DateTimeOffset.UnixEpoch.AddSeconds(i), Exceptions = ["x"] }, null));
        }

        Assert.That((uses.IsIncomplete, uses.List(_ => true).Count), Is.EqualTo((true, ExceptionUses.MaxDue)));
        Assert.That(logged.Lines.Count(line => line.Text.Contains("are to be reviewed", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    private static DecisionRecord Use(Call? call = null)
    {
        call ??= Sample.Create();
        return Of(call, Using(Sample.Allowed(call, Sample.Caller())));
    }

    private static DecisionRecord Decided(Call call) => Of(call, Sample.Allowed(call, Sample.Caller()));

    private static DecisionRecord Denied(DecisionRecord record) =>
        Of(record.Call!, record.Decision! with { IsAllowed = false, DenialReason = ErrorReason.PolicyDenied });

    private static DecisionRecord AtExecution(Call call, IReadOnlyList<string> before)
    {
        var again = call.At(Sample.Time.AddHours(1), Guid.CreateVersion7().ToString());
        var execution = RegoObject.From(("call_decision_id", RegoString.From(call.Arrival.DecisionId)));
        return DecisionRecord.ForDecision(again, Sample.Caller(), Using(Sample.Allowed(again, Sample.Caller())), execution, new RepeatedCall(call.Arrival.DecisionId, before));
    }

    private DecisionRecord Review(Call reviewed)
    {
        var call = Sample.Call(new ReviewDecisionRequest { Application = "shop", Environment = "test", DecisionId = reviewed.Arrival.DecisionId, Comment = "looked at it" });
        var decision = Sample.Allowed(call, Sample.Caller()) with { Client = "person:kim", Input = PolicyInputBuilder.Build(call, Sample.Caller(), Known(call)) };
        return Of(call, decision);
    }

    private RegoObject? Known(Call call)
    {
        _uses.EndReading();
        return new ReviewedDecisions(_uses).KnownOf(call);
    }

    private static Decision Using(Decision decision) => decision with
    {
        Exceptions = ["break-glass"],
        ReviewBy = ["team:security"],
        Persons = ["person:lee"],
        Result = RegoJson.Parse("""{"allow":true,"client":"shop-ci","exceptions":["break-glass"],"persons":["person:lee"],"review_by":["team:security"]}"""),
    };

    private static DecisionRecord Of(Call call, Decision decision) => DecisionRecord.ForDecision(call, Sample.Caller(), decision);

    private static Call Call(Google.Protobuf.IMessage message) => Sample.Call(message);

    private async Task RecordAsync(params DecisionRecord[] records)
    {
        await using var log = _directory.Open();
        var keeping = new UseKeepingLog(log, _uses);
        foreach (var record in records)
        {
            await keeping.RecordAsync(record, durable: true, CancellationToken.None);
        }
    }

    private async Task<ExceptionUses> RestartAsync()
    {
        var uses = new ExceptionUses(NullLogger<ExceptionUses>.Instance);
        using var state = StateDirectory.Open(_directory.State, "Gatekeeper:StateDirectory");
        await using var log = _directory.Open();
        using var reader = new UseLogReader(uses, log, _directory.Options, state, TimeProvider.System, NullLogger<UseLogReader>.Instance);
        await reader.StartAsync(CancellationToken.None);
        await reader.ExecuteTask!;
        return uses;
    }

    private static string[] Described(ExceptionUses uses) => [.. uses.List(_ => true).Select(use => JsonSerializer.Serialize(use))];
}
