using Rego.Errors;
using Rego.Values;

namespace Rego.Tests.Properties;

/// <summary>What must hold of the answers of any policy. An evaluation that ends in anything but its own error lets the exception through.</summary>
internal sealed class PolicyInvariants
{
    private const string Elsewhere =
        "_ := [x | x := data.p with input as {\"s\": \"b\", \"xs\": [7]} with data.base.n as 99 with data.base.o as {}]; data.p";

    private readonly GeneratedPolicy _policy;
    private readonly CompiledPolicy _compiled;
    private readonly PreparedQuery _query;
    private readonly List<Answer> _answers;

    internal PolicyInvariants(GeneratedPolicy policy, CompiledPolicy compiled)
    {
        _policy = policy;
        _compiled = compiled;
        _query = compiled.Prepare("data.p");
        _answers = Ask(_query);
    }

    internal void Hold()
    {
        HoldAgain();
        HoldInTwoThreads();
        HoldWithinFewSteps();
        HoldBehindReplacements();
        HoldTruth();
        HoldOrder();
    }

    private List<Answer> Ask(PreparedQuery query) => [.. _policy.Inputs.Select(input => Answer.Of(query, input))];

    private void HoldAgain()
    {
        Assert.That(Ask(_query), Is.EqualTo(_answers), "asked again");
        Assert.That(Ask(_compiled.Prepare("data.p")), Is.EqualTo(_answers), "prepared again");
    }

    private void HoldInTwoThreads()
    {
        var query = _compiled.Prepare("data.p");
        var threads = Enumerable.Range(0, 2).Select(_ => Task.Run(() => Ask(query))).ToArray();
        Assert.That(threads.Select(thread => thread.GetAwaiter().GetResult()), Is.All.EqualTo(_answers), "asked in two threads");
    }

    private void HoldWithinFewSteps()
    {
        foreach (var steps in new[] { 1, 10, 40, 150, 1000 })
        {
            var cut = Answer.Within(steps, _query, _policy.Inputs[0]);
            Assert.That(cut == _answers[0] || cut.ErrorCode == DiagnosticCodes.EvalCancel, Is.True, $"{steps} steps: {cut}, all: {_answers[0]}");
        }
    }

    private void HoldBehindReplacements()
    {
        var behind = Answer.Of(_compiled.Prepare(Elsewhere), _policy.Inputs[0]);
        Assert.That(behind == _answers[0] || behind.ErrorCode is not null, Is.True, $"behind with: {behind}, alone: {_answers[0]}");
        Assert.That(_answers[0].ErrorCode is null || behind.ErrorCode is not null, Is.True, $"behind with: {behind}, alone: {_answers[0]}");
    }

    /// <summary>A rule holds, or its negation does, never both; undefined is not true.</summary>
    private void HoldTruth()
    {
        foreach (var rule in _policy.Rules)
        {
            var value = Answer.Of(_compiled.Prepare($"data.p.{rule}"), _policy.Inputs[0]);
            if (value.ErrorCode is null)
            {
                var holds = value.Value.IsDefined && value.Value != RegoBoolean.False;
                Assert.That(Holds($"data.p.{rule}; true"), Is.EqualTo(holds), rule);
                Assert.That(Holds($"not data.p.{rule}"), Is.EqualTo(!holds), $"not {rule}");
            }
        }
    }

    private bool Holds(string query) => Answer.Of(_compiled.Prepare(query), _policy.Inputs[0]).Value == RegoBoolean.True;

    private void HoldOrder()
    {
        var values = new List<RegoValue>();
        foreach (var answer in _answers)
        {
            ValueOrder.Collect(answer.Value, values);
        }

        ValueOrder.AssertTotal(values);
    }
}
