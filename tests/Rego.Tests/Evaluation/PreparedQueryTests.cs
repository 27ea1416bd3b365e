using Rego.Diagnostics;
using Rego.Values;

namespace Rego.Tests.Evaluation;

public sealed class PreparedQueryTests
{
    private const string Module = """
        package t
        default decision := {"allow": false}
        decision := {"allow": true, "who": who, "roles": roles} if {
            who := input.user
            roles := {r | some r in data.roles[who]}
            every r in roles { known(r) }
        }
        known(role) if role in table
        table := {upper(lower(r)) | some rs in data.roles; some r in rs}
        """;

    [Test]
    public void Evaluate_FromManyThreads_EachGetsItsOwnAnswer()
    {
        var users = Enumerable.Range(0, 50).ToArray();
        var roles = string.Join(',', users.Select(i => $"\"u{i}\": [\"R{i}\", \"S\"]"));
        var data = "{\"roles\": {" + roles + "}}";
        var prepared = Evaluate.Prepare("data.t.decision", Module, data);
        var wrong = 0;

        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var user = i % users.Length;
            var answer = prepared.Evaluate(RegoObject.From(("user", RegoString.From($"u{user}"))), Evaluate.Options);
            if (answer.ToString() != $$"""{"allow": true, "roles": {"R{{user}}", "S"}, "who": "u{{user}}"}""")
            {
                Interlocked.Increment(ref wrong);
            }
        });

        Assert.That(wrong, Is.Zero);
    }

    [Test]
    public void Evaluate_WithoutInput_InputIsUndefined() =>
        Assert.That(Evaluate.Prepare("data.t.decision", Module).Evaluate(RegoValue.Undefined, Evaluate.Options).ToString(), Is.EqualTo("""{"allow": false}"""));

    [Test]
    public void Evaluate_FalseValue_IsFalseAndNotUndefined() =>
        Assert.That(Evaluate.Text("data.t.p", "package t\ndefault p := false"), Is.EqualTo("false"));

    [Test]
    public void Evaluate_SteadyState_AllocatesNothingForATest()
    {
        var prepared = Evaluate.Prepare("data.t.allow", "package t\ndefault allow := false\nallow if { input.a == 1; some x in data.xs; x == input.b }", """{"xs": [1, 2, 3]}""");
        var input = RegoJson.Parse("""{"a": 1, "b": 3}""");
        for (var i = 0; i < 100; i++)
        {
            prepared.Evaluate(input, Evaluate.Options);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            prepared.Evaluate(input, Evaluate.Options);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100 * 32));
    }

    [Test]
    public void Prepare_QueryThatDoesNotParse_Throws() =>
        Assert.Throws<RegoCompilationException>(() => Evaluate.Prepare("data.t.", Module));
}
