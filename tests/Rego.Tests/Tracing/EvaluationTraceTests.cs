using Rego.Errors;
using Rego.Options;
using Rego.Syntax;
using Rego.Tooling.Reports;
using Rego.Tracing;
using Rego.Values;

namespace Rego.Tests.Tracing;

/// <summary>The steps that evaluations tell, which are OPA's.</summary>
public sealed class EvaluationTraceTests
{
    private const string Module = """
        package t
        one if input.x == 1
        first if { some x in [1, 2]; x > 1 }
        value := x if { some x in [1, 2]; x > 1 }
        negated if not input.x == 2
        all if every x in [1, 2] { x > 0 }
        notall if every x in [1, 2] { x > 1 }
        list := [x | some x in [1, 2]; x != 1]
        double(n) := m if m := n * 2
        call if double(2) == 4
        chain := "a" if { input.x == 5 } else := "b" if { input.x == 1 } else := "c"
        default fallback := "none"
        fallback := "some" if input.x == 9
        replaced if one with input as {"x": 1}
        names contains n if some n in ["a", "b", "a"]
        asked if names["b"]
        noted if { trace("here"); print("there") }
        """;

    [TestCase("data.t.first", """
        1 Enter data.t.first = _
        1 | Eval data.t.first = _
        1 | Index data.t.first (matched 1 rule, early exit)
        3 | Enter data.t.first
        3 | | Eval __local__ = [1, 2]
        3 | | Eval x = __local__[__local__]
        3 | | Eval gt(x, 1)
        3 | | Fail gt(x, 1)
        3 | | Redo x = __local__[__local__]
        3 | | Eval gt(x, 1)
        3 | | Exit data.t.first early
        1 | Exit data.t.first = _
        1 Redo data.t.first = _
        1 | Redo data.t.first = _
        3 | Redo data.t.first
        3 | | Redo gt(x, 1)
        3 | | Redo x = __local__[__local__]
        3 | | Redo __local__ = [1, 2]
        """, TestName = "Trace_FirstSolutionIsEnough_UnwindsThroughTheCaller")]
    [TestCase("data.t.value", """
        1 Enter data.t.value = _
        1 | Eval data.t.value = _
        1 | Index data.t.value (matched 1 rule)
        4 | Enter data.t.value
        4 | | Eval __local__ = [1, 2]
        4 | | Eval x = __local__[__local__]
        4 | | Eval gt(x, 1)
        4 | | Fail gt(x, 1)
        4 | | Redo x = __local__[__local__]
        4 | | Eval gt(x, 1)
        4 | | Exit data.t.value
        1 | Exit data.t.value = _
        1 Redo data.t.value = _
        1 | Redo data.t.value = _
        4 | Redo data.t.value
        4 | | Redo gt(x, 1)
        4 | | Redo x = __local__[__local__]
        4 | | Redo __local__ = [1, 2]
        """, TestName = "Trace_ValueThatMayDiffer_LooksForMoreBehindTheCaller")]
    [TestCase("data.t.negated", """
        1 Enter data.t.negated = _
        1 | Eval data.t.negated = _
        1 | Index data.t.negated (matched 1 rule, early exit)
        5 | Enter data.t.negated
        5 | | Eval not input.x = 2
        5 | | Enter input.x = 2
        5 | | | Eval input.x = 2
        5 | | | Fail input.x = 2
        5 | | Exit data.t.negated early
        1 | Exit data.t.negated = _
        1 Redo data.t.negated = _
        1 | Redo data.t.negated = _
        5 | Redo data.t.negated
        """, TestName = "Trace_Negation_IsAQueryOfItsOwn")]
    [TestCase("data.t.notall", """
        1 Enter data.t.notall = _
        1 | Eval data.t.notall = _
        1 | Index data.t.notall (matched 1 rule, early exit)
        7 | Enter data.t.notall
        7 | | Eval __local__ = [1, 2]
        7 | | Eval every x in __local__ { gt(x, 1) }
        7 | | Enter every x in __local__ { gt(x, 1) }
        7 | | | Eval __local__[__local__] = x
        7 | | | Enter gt(x, 1)
        7 | | | | Eval gt(x, 1)
        7 | | | | Fail gt(x, 1)
        7 | | | Redo every x in __local__ { gt(x, 1) }
        7 | | | Redo __local__[__local__] = x
        7 | | | Redo __local__[__local__] = x
        7 | | | Fail every x in __local__ { gt(x, 1) }
        7 | | Fail every x in __local__ { gt(x, 1) }
        7 | | Redo __local__ = [1, 2]
        1 | Fail data.t.notall = _
        """, TestName = "Trace_Every_AsksTheBodyUntilOneFails")]
    [TestCase("data.t.chain", """
        1 Enter data.t.chain = _
        1 | Eval data.t.chain = _
        1 | Index data.t.chain (matched 1 rule)
        11 | Enter data.t.chain
        11 | | Eval input.x = 1
        11 | | Exit data.t.chain
        1 | Exit data.t.chain = _
        1 Redo data.t.chain = _
        1 | Redo data.t.chain = _
        11 | Redo data.t.chain
        11 | | Redo input.x = 1
        """, TestName = "Trace_Else_BranchesTheIndexExcludesAreNotTried")]
    [TestCase("data.t.fallback", """
        1 Enter data.t.fallback = _
        1 | Eval data.t.fallback = _
        1 | Index data.t.fallback (matched 0 rules, early exit)
        12 | Enter data.t.fallback
        12 | | Eval true
        12 | | Exit data.t.fallback early
        1 | Exit data.t.fallback = _
        1 Redo data.t.fallback = _
        1 | Redo data.t.fallback = _
        12 | Redo data.t.fallback
        12 | | Redo true
        """, TestName = "Trace_NoDefinitionHolds_TheDefaultIsARule")]
    [TestCase("data.t.call", """
        1 Enter data.t.call = _
        1 | Eval data.t.call = _
        1 | Index data.t.call (matched 1 rule, early exit)
        10 | Enter data.t.call
        10 | | Eval data.t.double(2, __local__)
        10 | | Index data.t.double (matched 1 rule)
        9 | | Enter data.t.double
        9 | | | Eval mul(n, 2, __local__)
        9 | | | Eval m = __local__
        9 | | | Exit data.t.double
        10 | | Eval __local__ = 4
        10 | | Exit data.t.call early
        1 | Exit data.t.call = _
        1 Redo data.t.call = _
        1 | Redo data.t.call = _
        10 | Redo data.t.call
        10 | | Redo __local__ = 4
        10 | | Redo data.t.double(2, __local__)
        9 | | | Redo m = __local__
        9 | | | Redo mul(n, 2, __local__)
        """, TestName = "Trace_Function_RunsWhatFollowsInside")]
    [TestCase("data.t.asked", """
        1 Enter data.t.asked = _
        1 | Eval data.t.asked = _
        1 | Index data.t.asked (matched 1 rule, early exit)
        16 | Enter data.t.asked
        16 | | Eval data.t.names.b
        16 | | Index data.t.names (matched 1 rule)
        15 | | Enter data.t.names
        15 | | | Eval __local__ = ["a", "b", "a"]
        15 | | | Eval n = __local__[__local__]
        15 | | | Exit data.t.names
        15 | | Redo data.t.names
        15 | | | Redo n = __local__[__local__]
        15 | | | Redo __local__ = ["a", "b", "a"]
        16 | | Exit data.t.asked early
        1 | Exit data.t.asked = _
        1 Redo data.t.asked = _
        1 | Redo data.t.asked = _
        16 | Redo data.t.asked
        16 | | Redo data.t.names.b
        """, TestName = "Trace_MemberOfAPartialSet_BindsTheHeadFirst")]
    public void Trace_OfAQuery_IsOpas(string query, string expected) =>
        Assert.That(Traced.Lines(TraceFilter.Full(Traced.Run(query, Module, """{"x": 1}"""))), Is.EqualTo(expected));

    [Test]
    public void Trace_With_HoldsForTheStatementAlone()
    {
        var trace = Traced.Run("data.t.replaced; data.t.one", Module, """{"x": 2}""");

        Assert.That(Traced.Lines(TraceFilter.Fails(trace)), Does.EndWith("| Fail data.t.one = _"));
    }

    [Test]
    public void Trace_Comprehension_TellsEachSolution()
    {
        var exits = Traced.Run("data.t.list", Module).Count(traced => traced is { Operation: TraceOperation.Exit, Node: Body });

        Assert.That(exits, Is.EqualTo(2), "one for the comprehension, one for the query");
    }

    [Test]
    public void Trace_Note_IsToldWhereItIsCalled()
    {
        var notes = TraceFilter.Notes(Traced.Run("data.t.noted", Module));

        Assert.That(Traced.Lines(notes), Is.EqualTo("1 Enter data.t.noted = _\n17 | Enter data.t.noted\n17 | | Note \"here\""));
    }

    [Test]
    public void Trace_Variables_AreShownUnderTheirNames()
    {
        var failed = Traced.Run("data.t.first", Module).First(traced => traced.Operation == TraceOperation.Fail);
        var named = failed.LocalMetadata!.Single(pair => pair.Value.Name == "x").Key;

        Assert.That(failed.Locals!.Single(local => local.Name == named).Value, Is.EqualTo(RegoNumber.From(1)));
    }

    [Test]
    public void Evaluate_TracerButNotInstrumented_TellsNothingAndAllocatesNoMore()
    {
        var tracer = new BufferTracer();
        var prepared = new RegoCompiler().Compile([new RegoSource("t.rego", Module)]).GetPolicyOrThrow().Prepare("data.t.value");
        var observed = new EvaluationOptions { Limits = EvaluationLimits.Default, Tracer = tracer };
        var unobserved = new EvaluationOptions { Limits = EvaluationLimits.Default };

        Assert.Multiple(() =>
        {
            Assert.That(BytesOf(prepared, observed), Is.EqualTo(BytesOf(prepared, unobserved)));
            Assert.That(tracer.Events, Is.Empty);
        });
    }

    [Test]
    public void Trace_MoreEventsThanTheBound_EndsTheEvaluation()
    {
        var policy = new RegoCompiler(Traced.Compilation).Compile([new RegoSource("t.rego", Module)]).GetPolicyOrThrow();
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default, Tracer = new BufferTracer(maxEvents: 5) };

        Assert.That(() => policy.Prepare("data.t.first").Evaluate(RegoObject.Empty, options), Throws.InstanceOf<RegoEvaluationException>());
    }

    private static long BytesOf(PreparedQuery prepared, EvaluationOptions options)
    {
        prepared.Evaluate(RegoObject.Empty, options);
        var before = GC.GetAllocatedBytesForCurrentThread();
        prepared.Evaluate(RegoObject.Empty, options);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
