using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Policy;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Rego.Values;

namespace Gatekeeper.Tests.Audit;

[TestFixture]
public sealed class DecisionLogTests
{
    [Test]
    public async Task RecordAsync_Decision_StandsInTheLogInOpasNames()
    {
        using var directory = new AuditDirectory();
        var call = Sample.Create();
        var caller = Sample.Caller(claims: """{"repository":"org/shop","run_id":7}""");
        await using (var log = directory.Open())
        {
            await log.RecordAsync(DecisionRecord.ForDecision(call, caller, Sample.Allowed(call, caller)), durable: true, CancellationToken.None);
        }

        var entry = LogReader.ReadAll(directory.Log).Single(e => e.Kind == "decision");
        using var record = JsonDocument.Parse(entry.Json);
        var root = record.RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(root.GetProperty("decision_id").GetString(), Is.EqualTo(call.Arrival.DecisionId));
            Assert.That(root.GetProperty("timestamp").GetString(), Is.EqualTo("2026-01-31T12:00:00.0000000Z"));
            Assert.That(root.GetProperty("path").GetString(), Is.EqualTo("gatekeeper/decision"));
            Assert.That(root.GetProperty("requested_by").GetString(), Is.EqualTo("10.1.2.3"));
            Assert.That(root.GetProperty("client").GetString(), Is.EqualTo("shop-ci"));
            Assert.That(root.GetProperty("allowed").GetBoolean(), Is.True);
            Assert.That(root.GetProperty("req").GetString(), Is.EqualTo(call.RequestHash));
            Assert.That(root.GetProperty("input").GetProperty("caller").GetProperty("claims").GetProperty("run_id").GetInt32(), Is.EqualTo(7));
            Assert.That(root.GetProperty("input").GetProperty("request").GetProperty("version").GetString(), Is.EqualTo("1.0.0"));
            Assert.That(root.GetProperty("result").GetProperty("allow").GetBoolean(), Is.True);
            Assert.That(root.GetProperty("bundles").GetProperty("policies").GetProperty("revision").GetString(), Is.EqualTo("sha256:abc"));
            Assert.That(root.GetProperty("metrics").GetProperty("timer_rego_query_eval_ns").GetInt64(), Is.EqualTo(5_000));
            Assert.That(root.GetProperty("labels").GetProperty("id").GetString(), Is.EqualTo("test.example/audit"));
            Assert.That(entry.Sequence, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task RecordAsync_DecisionAtExecution_SaysOfWhichDeploymentAndWhatTheDeployerTold()
    {
        using var directory = new AuditDirectory();
        var call = Sample.Create();
        var about = RegoObject.From(("deployment_id", RegoString.From("d-1")), ("told_by_deployer", RegoArray.From(RegoString.From("request.facts"))));
        await using (var log = directory.Open())
        {
            await log.RecordAsync(DecisionRecord.ForDecision(call, Sample.Caller(), Sample.Allowed(call, Sample.Caller()), about), durable: true, CancellationToken.None);
        }

        using var record = JsonDocument.Parse(LogReader.ReadAll(directory.Log).Single(e => e.Kind == "decision").Json);
        Assert.That(record.RootElement.GetProperty("execution").GetRawText(), Is.EqualTo("""{"deployment_id":"d-1","told_by_deployer":["request.facts"]}"""));
    }

    [Test]
    public async Task RecordAsync_UnprovenDeploymentsInAFlood_AreEachRecorded()
    {
        using var directory = new AuditDirectory();
        await using (var log = directory.Open())
        {
            for (var i = 0; i < 500; i++)
            {
                var record = DecisionRecord.ForUnproven(Sample.Create().Arrival, "/deploy.v1.WorkerService/WatchDecisionRequests", "forged", RegoObject.Empty);
                await log.RecordAsync(record, durable: false, CancellationToken.None);
            }
        }

        Assert.That(LogReader.ReadAll(directory.Log).Count(e => e.Kind == "refusal"), Is.EqualTo(500));
    }

    [TestCase("line\nbreak")]
    [TestCase("\u2028\u2029\u0085")]
    [TestCase("\u001b[31mred")]
    [TestCase("\"},{\"")]
    [TestCase("\u202egnp.exe")]
    [TestCase("nul\0")]
    [TestCase("lone \ud800 surrogate \udc00")]
    [TestCase("zero\u200bwidth \u00ad \ufeff \u2066 \u061c \u180e \U000e0041 \u3164")]
    [TestCase("\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627")]
    [TestCase("private \ue000 and no character \uffff")]
    [TestCase("é😀配信Ж")]
    public async Task RecordAsync_HostileText_StaysOneLineThatShowsItself(string text)
    {
        using var directory = new AuditDirectory();
        var call = Sample.Get();
        var caller = Sample.Caller(subject: text);
        await using (var log = directory.Open())
        {
            await log.RecordAsync(DecisionRecord.ForDecision(call, caller, Sample.Allowed(call, caller)), durable: true, CancellationToken.None);
            await log.RecordAsync(DecisionRecord.ForRefusal(new Arrival("id", Sample.Time, "rest", text), text, ErrorReason.TokenMalformed, text), durable: false, CancellationToken.None);
        }

        var lines = File.ReadAllLines(directory.Segment);
        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines, Has.All.Match(text.Contains('é', StringComparison.Ordinal) ? "^(?:[ -~]|é|😀|配|信|Ж)*$" : "^[ -~]*$"));
        Assert.That(directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
        if (!text.StartsWith("lone", StringComparison.Ordinal))
        {
            using var record = JsonDocument.Parse(lines[1]);
            Assert.That(record.RootElement.GetProperty("input").GetProperty("caller").GetProperty("subject").GetString(), Is.EqualTo(text));
        }
    }

    [Test]
    public async Task RecordAsync_MegabyteOfText_IsRefusedAndTheLogGoesOn()
    {
        using var directory = new AuditDirectory();
        await using var log = directory.Open();
        Assert.That(async () => await AuditDirectory.RecordAsync(log, durable: true, new string('\n', 1024 * 1024)), Throws.TypeOf<AuditUnavailableException>());
        await AuditDirectory.RecordAsync(log, durable: true, new string('x', 512 * 1024));
        Assert.That(log.IsWritable, Is.True);
    }

    [Test]
    public async Task RecordAsync_Secrets_AreMasked()
    {
        using var directory = new AuditDirectory();
        const string Canary = "CANARY-7f3a";
        var claims = $$"""{"client_secret":"{{Canary}}","Authorization":"{{Canary}}","nested":{"accessToken":["{{Canary}}"],"x":"eyJhbGciOiJFUzI1NiJ9.{{Canary}}.sig"},"auth":"Bearer {{Canary}}-long-enough"}""";
        var call = Sample.Get();
        var caller = Sample.Caller(claims: claims);
        await using (var log = directory.Open())
        {
            await log.RecordAsync(DecisionRecord.ForDecision(call, caller, Sample.Allowed(call, caller)), durable: true, CancellationToken.None);
        }

        Assert.That(File.ReadAllText(directory.Segment), Does.Not.Contain(Canary).And.Contain("***"));
    }

    [Test]
    public async Task RecordAsync_Details_StandInTheResultWithoutSecrets()
    {
        using var directory = new AuditDirectory();
        var call = Sample.Create();
        var caller = Sample.Caller(claims: """{"ref":"refs/heads/main"}""");
        var answer = PolicyAnswer.Read(RegoJson.Parse("""
            {"allow":false,"client":"shop-ci","reasons":["no"],"details":[
              {"claim":"ref","expected":["refs/tags/v*"],"found":"refs/heads/main","of":"issuer"},
              {"claim":"session_token","expected":["CANARY-1"],"found":"CANARY-2","of":"pipeline"}]}
            """));
        var decision = Sample.Allowed(call, caller) with { IsAllowed = false, DenialReason = answer.DenialReason, Result = answer.Result, DetailsJson = answer.DetailsJson };
        await using (var log = directory.Open())
        {
            await log.RecordAsync(DecisionRecord.ForDecision(call, caller, decision), durable: true, CancellationToken.None);
        }

        var entry = LogReader.ReadAll(directory.Log).Single(e => e.Kind == "decision");
        const string Details =
            """[{"claim":"ref","expected":["refs/tags/v*"],"found":"refs/heads/main","of":"issuer"},{"claim":"session_token","expected":["***"],"found":"***","of":"pipeline"}]""";
        Assert.That(entry.Json, Does.Contain($"\"details\":{Details},\"reasons\":[\"no\"]}}"));
        Assert.That(entry.Json, Does.Not.Contain("CANARY"));
        Assert.That(entry.RequiredClaims, Is.EqualTo(new[]
        {
            "claim ref of the issuer: expected refs/tags/v*, found refs/heads/main", "claim session_token of the pipeline: expected ***, found ***",
        }));
        Assert.That(directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
    }

    [TestCase(2, true)]
    [TestCase(100_000, false)]
    public async Task RecordAsync_AListOfWhatIsVisible_StandsThereOrIsNamedByItsDigest(int count, bool isWhole)
    {
        using var directory = new AuditDirectory();
        var call = Sample.Call(new ListDeploymentsRequest { Application = "-", Environment = "-" });
        var caller = Sample.Caller();
        var pairs = string.Join(",", Enumerable.Range(0, count).Select(i => $"[\"application-{i / 8}\",\"env-{i % 8}\"]"));
        var answer = PolicyAnswer.Read(RegoJson.Parse($$$"""{"allow":true,"client":"shop-ci","reasons":[],"obligations":{"visible":[{{{pairs}}}]}}"""));
        Assert.That(answer.IsAllowed, Is.True, answer.Fault);
        await using (var log = directory.Open())
        {
            var decision = Sample.Allowed(call, caller) with { Result = answer.Result, Visible = answer.Obligations.Visible };
            await log.RecordAsync(DecisionRecord.ForDecision(call, caller, decision), durable: true, CancellationToken.None);
        }

        var entry = LogReader.ReadAll(directory.Log).Single(e => e.Kind == "decision");
        var digest = $$$"""{"visible":{"count":{{{count}}},"sha256":"{{{answer.Obligations.Visible!.Sha256}}}"}}""";
        Assert.That(entry.Json, isWhole ? Does.Contain($$"""{"visible":[{{pairs}}]}""") : Does.Contain(digest));
    }

    // Whatever stands there may be a token that was put into the wrong place.
    [TestCase("ci-client", "ci-client")]
    [TestCase("eyJhbGciOiJFUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiJhIn0.c2lnbmF0dXJl", "***")]
    public async Task RecordAsync_RefusedToken_ShowsWhatItClaimsAndNoSecret(string claimed, string expected)
    {
        using var directory = new AuditDirectory();
        await using (var log = directory.Open())
        {
            var token = TokenRefusal.Of(TokenFault.AuthorizedParty, "https://id.example", claimed, ["gatekeeper", claimed], claimed);
            await log.RecordAsync(
                DecisionRecord.ForRefusal(new Arrival("id", Sample.Time, "rest", "10.0.0.1"), "/x", ErrorReason.TokenParty, token: token), durable: true, CancellationToken.None);
        }

        var entry = LogReader.ReadAll(directory.Log).Single(e => e.Kind == "refusal");
        Assert.That(entry.Json, Does.Contain("\"reason\":\"TOKEN_PARTY\""));
        Assert.That(entry.Json, Does.Contain(
            $$"""{"fault":"AuthorizedParty","issuer":"https://id.example","kid":"{{expected}}","aud":["gatekeeper","{{expected}}"],"azp":"{{expected}}"}"""));
        Assert.That(entry.Token, Is.EqualTo($"fault AuthorizedParty, issuer https://id.example, kid {expected}, aud gatekeeper and {expected}, azp {expected}"));
    }

    [Test]
    public async Task RecordAsync_FloodOfRefusals_IsCountedInSummaries()
    {
        using var directory = new AuditDirectory();
        directory.Options.MaxRefusalRecordsPerSecond = 10;
        await using (var log = directory.Open())
        {
            for (var i = 0; i < 500; i++)
            {
                await log.RecordAsync(DecisionRecord.ForRefusal(new Arrival("id", Sample.Time, "rest", "10.0.0.1"), "/x", ErrorReason.TokenMalformed), durable: false, CancellationToken.None);
            }
        }

        var entries = LogReader.ReadAll(directory.Log).ToList();
        var single = entries.Count(e => e.Kind == "refusal");
        var counted = entries.Where(e => e.Kind == "summary").Sum(e =>
        {
            using var record = JsonDocument.Parse(e.Json);
            var refusal = record.RootElement.GetProperty("refusals").EnumerateArray().Single();
            Assert.That(refusal.GetProperty("reason").GetString(), Is.EqualTo("TOKEN_MALFORMED"));
            Assert.That(refusal.GetProperty("door").GetString(), Is.EqualTo("rest"));
            return refusal.GetProperty("count").GetInt64();
        });
        Assert.That(single, Is.InRange(10, 100));
        Assert.That(single + counted, Is.EqualTo(500));
    }

    [Test]
    public async Task RecordAsync_CallerOfManyClaims_IsCutToWhatIdentifiesItAndADigestThatTheDocumentHas()
    {
        using var directory = new AuditDirectory();
        var roles = string.Join(",", Enumerable.Range(0, 400).Select(i => $"\"role-of-many-{i:D4}\""));
        var many = string.Join(",", Enumerable.Range(0, 100).Select(i => $"\"claim{i:D3}\":\"{new string('v', 60)}\""));
        var call = Sample.Create();
        var caller = Sample.Caller(claims: $$"""{"a_secret":"CANARY","ref":"refs/heads/main","roles":[{{roles}}],{{many}}}""");
        await using (var log = directory.Open())
        {
            await log.RecordAsync(DecisionRecord.ForDecision(call, caller, Sample.Allowed(call, caller)), durable: true, CancellationToken.None);
        }

        var entry = LogReader.ReadAll(directory.Log).Single(e => e.Kind == "decision");
        using var record = JsonDocument.Parse(entry.Json);
        var recorded = record.RootElement.GetProperty("input").GetProperty("caller");
        var cut = recorded.GetProperty("cut");
        var document = Encoding.UTF8.GetBytes(Sample.Document(call, caller)!.CallerJson);
        Assert.Multiple(() =>
        {
            Assert.That(recorded.GetRawText(), Has.Length.LessThan(CallerRecord.MaxBytes).And.Not.Contain("CANARY").And.Not.Contain("role-of-many"));
            Assert.That(recorded.GetProperty("subject").GetString(), Is.EqualTo("repo:org/shop"));
            Assert.That(recorded.GetProperty("issuer").GetString(), Is.EqualTo("https://ci.example"));
            Assert.That(recorded.GetProperty("claims").GetProperty("claim000").GetString(), Has.Length.EqualTo(60));
            Assert.That(cut.GetProperty("claims").GetInt32(), Is.EqualTo(103 - recorded.GetProperty("claims").EnumerateObject().Count()));
            Assert.That(cut.GetProperty("bytes").GetInt32(), Is.EqualTo(document.Length));
            Assert.That(cut.GetProperty("sha256").GetString(), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(document))));
        });
    }

    [Test]
    public async Task Count_ManyKindsOfCalls_AreAllInSummariesThatNameSome()
    {
        using var directory = new AuditDirectory();
        const int Kinds = LimitedCalls.MaxKinds + 20;
        await using (var log = directory.Open())
        {
            for (var i = 0; i < 10_000; i++)
            {
                log.Count(Sample.Create(application: $"a-{i % Kinds}"), Sample.Caller(new string('s', 10_000)));
            }
        }

        var records = LogReader.ReadAll(directory.Log).Where(e => e.Kind == "summary").Select(e => JsonDocument.Parse(e.Json).RootElement).ToList();
        var counts = records.SelectMany(record => record.GetProperty("limited").EnumerateArray()).ToList();
        var named = counts.First(count => !count.TryGetProperty("others", out _));
        Assert.Multiple(() =>
        {
            Assert.That(counts.Sum(count => count.GetProperty("count").GetInt64()), Is.EqualTo(10_000));
            Assert.That(records, Has.All.Matches<JsonElement>(record => record.GetProperty("limited").GetArrayLength() <= LimitedCalls.MaxKinds + 1 && record.GetRawText().Length < 64 * 1024));
            Assert.That(counts.Any(count => count.TryGetProperty("others", out _)), Is.True);
            Assert.That(named.GetProperty("issuer").GetString(), Is.EqualTo("https://ci.example"));
            Assert.That(named.GetProperty("subject").GetString(), Is.EqualTo(new string('s', 256) + "… (9744 more)"));
            Assert.That((named.GetProperty("action").GetString(), named.GetProperty("application").GetString(), named.GetProperty("environment").GetString()), Is.EqualTo(("deploy", "a-0", "test")));
            Assert.That(LogReader.ReadAll(directory.Log).Where(e => e.Kind == "summary").Select(e => e.Detail), Has.Some.Contains("of others were not decided"));
            Assert.That(directory.Verify().Status, Is.EqualTo(LogStatus.Intact));
        });
    }

    [Test]
    public async Task RecordAsync_RefusalOfAKnownCaller_NamesItAndIsBounded()
    {
        using var directory = new AuditDirectory();
        const string Canary = "CANARY-7f3a-of-sixteen";
        var token = $"eyJhbGciOiJFUzI1NiJ9.{Canary}.sig";
        await using (var log = directory.Open())
        {
            await log.RecordAsync(
                DecisionRecord.ForRefusal(
                    new Arrival("id", Sample.Time, "rest", "10.0.0.1"),
                    $"/v1/{token}/x;access_token={Canary}/password/{Canary}/Bearer%20{Canary};{new string('p', 4_000)}",
                    ErrorReason.UnknownField,
                    $"{token} is unknown; {new string('d', 1_000_000)}",
                    caller: Sample.Caller(new string('s', 8_000))),
                durable: true,
                CancellationToken.None);
        }

        var entry = LogReader.ReadAll(directory.Log).Single(e => e.Kind == "refusal");
        using var record = JsonDocument.Parse(entry.Json);
        var caller = record.RootElement.GetProperty("caller");
        Assert.Multiple(() =>
        {
            Assert.That(entry.Json, Has.Length.LessThan(4_096).And.Not.Contain(Canary));
            Assert.That(entry.Method, Does.StartWith("/v1/***/x;access_token=***/password/***/***;ppp").And.EndsWith(" more)"));
            Assert.That(entry.Detail, Does.StartWith("*** is unknown; ddd").And.Match(@"… \(\d+ more\)$"));
            Assert.That(caller.GetProperty("issuer").GetString(), Is.EqualTo("https://ci.example"));
            Assert.That(caller.GetProperty("subject").GetString(), Has.Length.LessThan(300).And.StartsWith("sss").And.EndsWith(" more)"));
            Assert.That(entry.Subject, Is.EqualTo(caller.GetProperty("subject").GetString()));
        });
    }

    [Test]
    public async Task RecordAsync_AfterClose_IsRefused()
    {
        using var directory = new AuditDirectory();
        var log = directory.Open();
        await log.DisposeAsync();
        Assert.That(async () => await AuditDirectory.RecordAsync(log, durable: false), Throws.TypeOf<AuditUnavailableException>());
    }
}
