namespace Gatekeeper.Rego.Tests.Evaluation;

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

    private static EvaluationOptions At(long seconds) =>
        new() { Limits = EvaluationLimits.Default, Time = new StoppedClock(DateTimeOffset.FromUnixTimeSeconds(seconds)) };

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
