using System.Text;
using System.Text.Json;
using Gatekeeper.Audit;
using Gatekeeper.Notifications;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Audit;
using Gateway.Hosting.Notifications;
using NUnit.Framework;
using Rego.Values;

namespace Gatekeeper.Tests.Notifications;

public sealed class RecordNotificationsTests
{
    private static readonly RecordNotifications Records = new("//gate.example/audit");

    [Test]
    public async Task Of_UseOfAnException_TellsWhoDidWhatAndWhy()
    {
        var told = (await RecordedAsync(Decide("""["break-glass"]""")))!;

        Assert.Multiple(() =>
        {
            Assert.That((told.Position, told.Type, told.Subject, told.Time), Is.EqualTo((8L, NotificationTypes.ExceptionUsed, "applications/shop/environments/test", Sample.Time)));
            Assert.That(told.Data.ToJsonString(), Is.EqualTo(
                """{"exceptions":["break-glass"],"action":"deploy","application":"shop","environment":"test","version":"1.0.0","client":"shop-ci","persons":["person:alice"],"reason":"the database is on fire","phase":"request","decision_id":"0199-1","policy_revision":"sha256:abc","record":7}"""));
        });
    }

    [TestCase("[]", true, false)]
    [TestCase("""["break-glass"]""", false, false)]
    [TestCase("""["break-glass"]""", true, true)]
    public async Task Of_DecisionThatUsesNothing_IsNothing(string exceptions, bool isAllowed, bool isQuestion) =>
        Assert.That(await RecordedAsync(Decide(exceptions, isAllowed, isQuestion)), Is.Null);

    [Test]
    public async Task Of_TextThatSaysThatAnExceptionWasUsed_IsNothing() =>
        Assert.That(await RecordedAsync(Decide("[]", reason: "\"exceptions\":[\"break-glass\"],\"kind\":\"revision\"")), Is.Null);

    [Test]
    public async Task Of_TheSameCallDecidedAgain_HasTheSameIdAndItsDeployment()
    {
        var execution = RegoObject.From(("deployment_id", RegoString.From("d-1")), ("call_decision_id", RegoString.From("0199-1")), ("request_decision_id", RegoString.From("0199-1")));
        var asked = (await RecordedAsync(Decide("""["break-glass"]""")))!;
        var executed = (await RecordedAsync(Decide("""["break-glass"]""", id: "0199-2", execution: execution), sequence: 20))!;
        var another = (await RecordedAsync(Decide("""["break-glass"]""", id: "0199-3")))!;
        var other = (await RecordedAsync(Decide("""["break-glass","night"]""")))!;

        Assert.That(executed.Id, Is.EqualTo(asked.Id));
        Assert.That((executed.Subject, (string)executed.Data["phase"]!, (string)executed.Data["decision_id"]!, (string)executed.Data["request_decision_id"]!),
            Is.EqualTo(("applications/shop/environments/test/deployments/d-1", "execute", "0199-2", "0199-1")));
        Assert.That(new[] { asked.Id, another.Id, other.Id }, Is.Unique);
    }

    [Test]
    public void Of_RevisionTaken_TellsWhatItFollows()
    {
        var told = Of("""{"seq":3,"kind":"revision","timestamp":"2026-01-31T12:00:00.123456Z","outcome":"taken","revision":"sha256:b","serial":7,"activated":"2026-01-31T12:00:00.0000000Z","previous":"sha256:a","labels":{}}""")!;
        Assert.That((told.Type, told.Subject), Is.EqualTo((NotificationTypes.RevisionTaken, "revisions/sha256:b")));
        Assert.That(told.Data.ToJsonString(), Is.EqualTo("""{"revision":"sha256:b","previous":"sha256:a","serial":7,"activate_time":"2026-01-31T12:00:00.0000000Z","record":7}"""));
    }

    [Test]
    public void Of_RevisionRefused_TellsWhatIsWrong()
    {
        var told = Of("""{"seq":3,"kind":"revision","timestamp":"2026-01-31T12:00:00Z","outcome":"refused","revision":null,"current":"sha256:a","faults":["a.rego:1: no","b.yaml: \ud800"],"labels":{}}""")!;
        Assert.That((told.Type, told.Subject), Is.EqualTo((NotificationTypes.RevisionRefused, (string?)null)));
        Assert.That(told.Data["faults"]!.AsArray().Select(fault => (string)fault!), Is.EqualTo(new[] { "a.rego:1: no", "b.yaml: \\ud800" }), "half a character is told as it is written");
    }

    [TestCase("""{"seq":3,"kind":"revision","timestamp":"2026-01-31T12:00:00Z","outcome":"lost"}""")]
    [TestCase("""{"seq":3,"kind":"revision","outcome":"taken"}""")]
    [TestCase("""{"seq":3,"kind":"revision","outcome":"taken",""")]
    [TestCase("""{"seq":3,"kind":"start","timestamp":"2026-01-31T12:00:00Z","outcome":"taken"}""")]
    [TestCase("""{"seq":3,"kind":"refusal","allowed":true,"result":{"exceptions":["a"]},"timestamp":"2026-01-31T12:00:00Z"}""")]
    [TestCase("""{"seq":3,"kind":"decision","allowed":true,"timestamp":"2026-01-31T12:00:00Z","input":{"exceptions":["a"]}}""")]
    [TestCase("")]
    public void Of_AnyOtherRecord_IsNothing(string line) => Assert.That(Of(line), Is.Null);

    private static Notification? Of(string line) => Records.Of(7, Encoding.ASCII.GetBytes(line));

    private static async Task<Notification?> RecordedAsync(DecisionRecord record, long sequence = 7)
    {
        using var directory = new AuditDirectory();
        await using (var log = directory.Open())
        {
            await log.RecordAsync(record, durable: true, CancellationToken.None);
        }

        return Records.Of(sequence, Encoding.ASCII.GetBytes(LogReader.ReadAll(directory.Log).Single(entry => entry.Kind == "decision").Json));
    }

    private static DecisionRecord Decide(
        string exceptions, bool isAllowed = true, bool isQuestion = false, string reason = "the database is on fire", string id = "0199-1", RegoObject? execution = null)
    {
        var request = new Deploy.V1.CreateDeploymentRequest { Application = "shop", Environment = "test", Version = "1.0.0", Reason = reason, ValidateOnly = isQuestion };
        var call = Sample.Call(request, decisionId: id);
        var caller = Sample.Caller();
        var allowed = Sample.Allowed(call, caller);
        var decision = new Decision
        {
            IsAllowed = isAllowed,
            DecisionId = id,
            PolicyRevision = allowed.PolicyRevision,
            PolicyActivatedAt = allowed.PolicyActivatedAt,
            Client = allowed.Client,
            Input = allowed.Input,
            Result = RegoJson.Parse($$"""{"allow":{{(isAllowed ? "true" : "false")}},"client":"shop-ci","persons":["person:alice"],"exceptions":{{exceptions}},"obligations":{},"reasons":[]}"""),
            EvaluationTime = allowed.EvaluationTime,
        };
        return DecisionRecord.ForDecision(call, caller, decision, execution);
    }
}
