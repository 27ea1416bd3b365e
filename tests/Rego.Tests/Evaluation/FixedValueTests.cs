using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Evaluation;

/// <summary>What is computed once for a policy must never show in an answer.</summary>
public sealed class FixedValueTests
{
    private const string Module = """
        package t
        limits := {name: m | some name, n in data.base; m := 2 * n}
        over contains name if { some name, n in limits; n > input.max }
        mocked := m if m := limits with data.base as {"z": 10}
        double(n) := 2 * n
        called := double(3)
        remocked := c if c := called with data.t.double as 7
        nested := {"a": k | some k in over}["a"]
        """;

    private const string Data = """{"base": {"a": 1, "b": 2}}""";

    [TestCase("data.t.limits", """{"a": 2, "b": 4}""")]
    [TestCase("data.t.mocked", """{"z": 20}""")]
    [TestCase("[data.t.limits, data.t.mocked, data.t.limits]", """[{"a": 2, "b": 4}, {"z": 20}, {"a": 2, "b": 4}]""")]
    [TestCase("[data.t.called, data.t.remocked, data.t.called]", "[6, 7, 6]")]
    [TestCase("data.t.over", """{"b"}""")]
    public void Evaluate_ValueThatDoesNotDependOnTheInput_FollowsWith(string query, string expected) =>
        Assert.That(Evaluate.Text(query, Module, """{"max": 3}""", Data), Is.EqualTo(expected));

    [Test]
    public void Evaluate_TwoInputs_DependentValuesDiffer()
    {
        var prepared = Evaluate.Prepare("[data.t.over, data.t.nested]", Module, Data);

        Assert.Multiple(() =>
        {
            Assert.That(prepared.Evaluate(RegoJson.Parse("""{"max": 3}"""), Evaluate.Options).ToString(), Is.EqualTo("""[{"b"}, "b"]"""));
            Assert.That(prepared.Evaluate(RegoJson.Parse("""{"max": 9}"""), Evaluate.Options).IsDefined, Is.False);
        });
    }

    [Test]
    public void Evaluate_ErrorInAFixedValue_ComesUpWhereItIsNeededOnly()
    {
        const string module = "package t\nbad := 1 if true\nbad := 2 if true\np if input.ok\np if bad == 1";
        var prepared = Evaluate.Prepare("data.t.p", module);

        Assert.Multiple(() =>
        {
            Assert.That(prepared.Evaluate(RegoJson.Parse("""{"ok": true}"""), Evaluate.Options), Is.EqualTo(RegoBoolean.True));
            Assert.Throws<RegoEvaluationException>(() => prepared.Evaluate(RegoJson.Parse("{}"), Evaluate.Options));
            Assert.Throws<RegoEvaluationException>(() => prepared.Evaluate(RegoJson.Parse("{}"), Evaluate.Options), "again");
        });
    }

    [Test]
    public void WarmUp_ValueTooLargeForADecision_IsThereWhenItIsAsked()
    {
        var prepared = Evaluate.Prepare("data.t.p", "package t\nbig := count([1 | some x in numbers.range(1, 5000); x > 0])\np := big if input.a");
        var tight = new EvaluationOptions { Limits = EvaluationLimits.Default with { MaxSteps = 1000 } };
        var input = RegoJson.Parse("""{"a": true, "n": 5000}""");
        Assert.Throws<RegoEvaluationException>(() => prepared.Evaluate(input, tight));

        prepared.WarmUp(Evaluate.Options);

        Assert.That(prepared.Evaluate(input, tight).ToString(), Is.EqualTo("5000"));
    }

    [Test]
    public void Evaluate_Clock_IsNotComputedAhead()
    {
        var prepared = Evaluate.Prepare("data.t.now", "package t\nnow := time.now_ns()");
        var first = prepared.Evaluate(RegoNull.Instance, At(1));
        var second = prepared.Evaluate(RegoNull.Instance, At(2));

        Assert.That((first.ToString(), second.ToString()), Is.EqualTo(("1000000000", "2000000000")));
    }

    [Test]
    public void Evaluate_Strict_TakesValuesThatMetNoError()
    {
        var prepared = Evaluate.Prepare("data.t.p", "package t\nbig := count([1 | some x in numbers.range(1, 5000); x > 0])\np := big if input.a");
        prepared.WarmUp(Evaluate.Options);

        Assert.That(prepared.Evaluate(RegoJson.Parse("""{"a": true}"""), Strict(1000)).ToString(), Is.EqualTo("5000"));
    }

    [TestCase("bad contains to_number(x) if some x in [\"1\", \"x\"]", Description = "at once")]
    [TestCase("bad contains x if some x in worse\nworse contains to_number(x) if some x in [\"1\", \"x\"]", Description = "in a value that it is made of")]
    [TestCase("bad := {1} if not worse\nworse := to_number(\"x\")", Description = "behind a negation")]
    public void Evaluate_Strict_MeetsTheErrorsOfValuesThatWereComputedBefore(string rules)
    {
        var prepared = Evaluate.Prepare("data.t.p", $"package t\n{rules}\nworst contains x if some x in bad\np if input.ok\np if 1 in worst");
        prepared.WarmUp(Evaluate.Options);

        Assert.Multiple(() =>
        {
            Assert.That(prepared.Evaluate(RegoJson.Parse("{}"), Evaluate.Options), Is.EqualTo(RegoBoolean.True));
            Assert.That(prepared.Evaluate(RegoJson.Parse("""{"ok": true}"""), Strict(1000)), Is.EqualTo(RegoBoolean.True), "not needed");
            Assert.That(Assert.Throws<RegoEvaluationException>(() => prepared.Evaluate(RegoJson.Parse("{}"), Strict(100_000)))!.Code, Is.EqualTo(DiagnosticCodes.EvalBuiltin));
        });
    }

    [Test]
    public void Evaluate_ErrorsAreTold_EachTimeAndOnce()
    {
        var told = new List<string>();
        var prepared = Evaluate.Prepare("data.t.p", "package t\nbad contains to_number(x) if some x in [\"1\", \"x\"]\np := count(bad)");
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default, BuiltinError = error => told.Add(error.Code) };

        prepared.Evaluate(RegoNull.Instance, options);
        prepared.Evaluate(RegoNull.Instance, options);

        Assert.That(told, Has.Count.EqualTo(2));
    }

    [Test]
    public void Settle_Rule_IsNotComputedAnyMore()
    {
        const string module = "package t\nbig contains x if some x in numbers.range(1, 5000)\nbig contains to_number(\"x\")\np if count(big) == input.n\nq := n if n := count(big) with data.other as 1";
        var policy = new RegoCompiler().Compile([new RegoSource("t.rego", module)]).GetPolicyOrThrow();
        policy.Settle(["t", "big"], RegoSet.From());

        Assert.Multiple(() =>
        {
            Assert.That(policy.Prepare("data.t.p").Evaluate(RegoJson.Parse("""{"n": 0}"""), Strict(1000)), Is.EqualTo(RegoBoolean.True));
            Assert.That(policy.Prepare("data.t.big").Evaluate(RegoNull.Instance, Strict(1000)).ToString(), Is.EqualTo("set()"));
            Assert.That(policy.Prepare("data.t.q").Evaluate(RegoNull.Instance, Evaluate.Options).ToString(), Is.EqualTo("5000"), "another view");
            Assert.Throws<ArgumentException>(() => policy.Settle(["t", "none"], RegoSet.From()));
            Assert.That((policy.HasRule(["t", "big"]), policy.HasRule(["t", "none"]), policy.HasRule(["t"])), Is.EqualTo((true, false, false)));
        });
    }

    private static EvaluationOptions Strict(long steps) =>
        new() { Limits = EvaluationLimits.Default with { MaxSteps = steps }, StrictBuiltinErrors = true };

    private static EvaluationOptions At(long seconds) =>
        new() { Limits = EvaluationLimits.Default, Time = new StoppedClock(DateTimeOffset.FromUnixTimeSeconds(seconds)) };

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
