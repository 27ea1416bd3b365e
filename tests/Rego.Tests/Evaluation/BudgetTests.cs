using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Evaluation;

public sealed class BudgetTests
{
    private const string Wide = "package t\nxs := numbers.range(1, 1000)\nn := count([1 | some x in xs; some y in xs; x + y == input.sum])";
    private const string Fixed = "package t\nxs := numbers.range(1, 1000)\nn := count([1 | some x in xs; some y in xs; x + y == 7])";

    [TestCase(Wide)]
    [TestCase(Fixed)]
    public void Evaluate_MoreStepsThanAllowed_IsAnErrorAndNotAnAnswer(string module)
    {
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default with { MaxSteps = 20_000 } };

        var error = Evaluate.Error("data.t.n", module, options, """{"sum": 7}""");

        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
        Assert.That(error.Message, Does.Contain("20000 steps"));
    }

    [Test]
    public void Evaluate_PastItsTime_IsAnError()
    {
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default with { Timeout = TimeSpan.FromMilliseconds(1) } };

        Assert.That(Evaluate.Error("data.t.n", Wide, options, """{"sum": 7}""").Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
    }

    [Test]
    public void Evaluate_MoreMemoryThanAllowed_IsAnError()
    {
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default with { MaxMemoryBytes = 10_000 } };
        const string module = "package t\nn := count([[x, y] | some x in input.xs; some y in input.xs])";

        var error = Evaluate.Error("data.t.n", module, options, $$"""{"xs": [{{string.Join(',', Enumerable.Range(0, 200))}}]}""");

        Assert.That(error.Message, Does.Contain("10000 bytes"));
    }

    [Test]
    public void Evaluate_CallsNestedTooDeeply_IsAnError()
    {
        var functions = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"f{i}(x) := f{i + 1}(x + 1)"));
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default with { MaxDepth = 20 } };

        var error = Evaluate.Error("data.t.p", $"package t\n{functions}\nf40(x) := x\np := f0(input.x)", options, """{"x": 1}""");

        Assert.That(error.Message, Does.Contain("nested too deeply"));
    }

    [Test]
    public void Evaluate_BodyOfVeryManyStatements_NeverOverflowsTheStack()
    {
        var statements = string.Join("; ", Enumerable.Range(0, 8_000).Select(i => $"input.a != {i}"));
        var prepared = Evaluate.Prepare("data.t.p", $"package t\np if {{ {statements} }}");
        string? outcome = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    outcome = prepared.Evaluate(RegoJson.Parse("""{"a": -1}"""), Evaluate.Options).ToString();
                }
                catch (RegoEvaluationException error)
                {
                    outcome = error.Code;
                }
            },
            maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        // Code that is compiled for speed may leave no frame behind for a statement; then there is nothing to end before.
        Assert.That(outcome, Is.EqualTo(DiagnosticCodes.EvalCancel).Or.EqualTo("true"));
    }

    [Test]
    public void Evaluate_ManyValuesComputedOnce_ShareOneBudget()
    {
        var rules = string.Join('\n', Enumerable.Range(0, 20).Select(i => $"r{i} := count([1 | some x in numbers.range(1, 1000)]) + {i}"));
        var sum = string.Join(" + ", Enumerable.Range(0, 20).Select(i => $"r{i}"));
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default with { MaxSteps = 10_000 } };

        Assert.That(Evaluate.Error("data.t.p", $"package t\n{rules}\np := {sum}", options).Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
    }

    [Test]
    public void Evaluate_Cancelled_IsAnError()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default, CancellationToken = source.Token };

        Assert.That(Evaluate.Error("1 == 1", "package t", options).Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
    }

    [Test]
    public void Evaluate_AfterAnError_AnswersAsIfNothingHadHappened()
    {
        var prepared = Evaluate.Prepare("data.t.n", Wide);
        var tight = new EvaluationOptions { Limits = EvaluationLimits.Default with { MaxSteps = 100 } };
        Assert.Throws<RegoEvaluationException>(() => prepared.Evaluate(RegoJson.Parse("""{"sum": 7}"""), tight));

        Assert.That(prepared.Evaluate(RegoJson.Parse("""{"sum": 7}"""), Evaluate.Options).ToString(), Is.EqualTo("6"));
    }
}
