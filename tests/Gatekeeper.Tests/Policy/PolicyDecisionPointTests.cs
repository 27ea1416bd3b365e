using Deploy.V1;
using Gatekeeper.Policy;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Rego;
using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Gatekeeper.Tests.Policy;

[TestFixture]
public sealed class PolicyDecisionPointTests
{
    [Test]
    public void Decide_PolicyAllows_CarriesWhatTheCallNeeds()
    {
        var call = Sample.Create();
        var decision = Decide((_, _) => RegoJson.Parse("""{"allow":true,"client":"shop-ci","reasons":[],"obligations":{}}"""), call);
        Assert.Multiple(() =>
        {
            Assert.That(decision.IsAllowed, Is.True);
            Assert.That(decision.DecisionId, Is.EqualTo(call.Arrival.DecisionId));
            Assert.That(decision.PolicyRevision, Is.EqualTo("sha256:1"));
            Assert.That(decision.Client, Is.EqualTo("shop-ci"));
            Assert.That(decision.Result.IsDefined, Is.True);
        });
    }

    [Test]
    public void Decide_EvaluationFails_IsAPolicyErrorThatTheCallerDoesNotSee()
    {
        var decision = Decide((_, _) => throw new RegoEvaluationException("eval_conflict_error", "complete rules must not produce multiple outputs"), Sample.Get());
        Assert.That((decision.IsAllowed, decision.DenialReason), Is.EqualTo((false, ErrorReason.PolicyError)));
        Assert.That(decision.Fault, Does.Contain("eval_conflict_error"));
        Assert.That(string.Join(' ', decision.Reasons), Does.Not.Contain("multiple outputs"));
    }

    [Test]
    public void Decide_EngineThrowsSomethingElse_IsAPolicyError()
    {
        var decision = Decide((_, _) => throw new InvalidCastException("a bug"), Sample.Get());
        Assert.That((decision.IsAllowed, decision.DenialReason), Is.EqualTo((false, ErrorReason.PolicyError)));
    }

    [Test]
    public void Decide_Always_BoundsTheEvaluation()
    {
        EvaluationLimits? limits = null;
        Decide((_, options) => { limits = options.Limits; return RegoValue.Undefined; }, Sample.Get());
        Assert.That(limits, Is.EqualTo(new EvaluationLimits(5_000_000, TimeSpan.FromMilliseconds(100), 256, 64 * 1024 * 1024)));
    }

    [Test]
    public void Decide_BuiltinThatFails_EndsTheDecision()
    {
        const string module = "package gatekeeper\n\ndecision := {\"allow\": true, \"client\": \"c\"} if not refused\n\nrefused if time.parse_rfc3339_ns(input.request.until) < 1\n\nrefused if time.parse_rfc3339_ns(\"friday\") < 1\n";
        var query = new RegoCompiler().Compile([new RegoSource("gatekeeper/decision.rego", module)]).GetPolicyOrThrow().Prepare("data.gatekeeper.decision");
        query.WarmUp(new EvaluationOptions { Limits = EvaluationLimits.Default });

        var decision = Decide(query.Evaluate, Sample.Get());

        Assert.That((decision.IsAllowed, decision.DenialReason), Is.EqualTo((false, ErrorReason.PolicyError)));
        Assert.That(decision.Fault, Does.Contain("time.parse_rfc3339_ns"));
    }

    [Test]
    public void Decide_RevisionSwapsMeanwhile_KeepsTheOneItBeganWith()
    {
        var source = new Source();
        source.Current = new PolicySnapshot("sha256:1", (_, _) =>
        {
            source.Current = new PolicySnapshot("sha256:2", (_, _) => RegoValue.Undefined, Sample.Time);
            return RegoJson.Parse("""{"allow":true,"client":"c"}""");
        }, Sample.Time);
        var point = new PolicyDecisionPoint(source, new PolicyOptions(), TimeProvider.System);
        Assert.That(point.Decide(Sample.Get(), Sample.Caller()).PolicyRevision, Is.EqualTo("sha256:1"));
        Assert.That(point.Decide(Sample.Get(), Sample.Caller()).PolicyRevision, Is.EqualTo("sha256:2"));
    }

    private static Decision Decide(Func<RegoValue, EvaluationOptions, RegoValue> evaluate, Call call)
    {
        var source = new Source { Current = new PolicySnapshot("sha256:1", evaluate, Sample.Time) };
        return new PolicyDecisionPoint(source, new PolicyOptions(), TimeProvider.System).Decide(call, Sample.Caller());
    }

    private sealed class Source : IPolicySource
    {
        public PolicySnapshot Current { get; set; } = null!;
    }
}
