using System.Text;
using NUnit.Framework;
using Rego.Errors;
using Rego.Values;

namespace Rego.Tests.Builtins;

/// <summary>Operands made to fill the memory or to take for ever end in an error within the bounds.</summary>
public sealed class HostileOperandsTests
{
    private const long MaxBytes = 64L << 20;

    [TestCase("numbers.range", "0", "1e18")]
    [TestCase("numbers.range_step", "0", "1000000000000", "1")]
    [TestCase("net.cidr_expand", "\"::/0\"")]
    public void Call_ResultWithoutEnd_IsCancelled(string name, params string[] operands) =>
        AssertCancelled(name, Array.ConvertAll(operands, Call.Value));

    [Test]
    public void Replace_ThatMultipliesTheText_IsCancelled()
    {
        var text = RegoString.From(new string('a', 1 << 20));
        AssertCancelled("replace", text, RegoString.From("a"), text);
    }

    [Test]
    public void Concat_OfManyLongParts_IsCancelled()
    {
        var part = RegoString.From(new string('a', 1 << 20));
        AssertCancelled("concat", RegoString.From(","), RegoArray.From(Enumerable.Repeat<RegoValue>(part, 1000)));
    }

    [Test]
    public void BitShift_Enormous_Fails() =>
        Assert.That(Call.Error("bits.lsh", "1", "1000000000000"), Does.Contain("shift"));

    [Test]
    public void JsonUnmarshal_DeeplyNested_FailsWithoutACrash()
    {
        var text = RegoString.From(new string('[', 100_000));
        var error = Assert.Throws<RegoEvaluationException>(() => Call.With(new BuiltinTestContext(), "json.unmarshal", text))!;
        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalBuiltin));
    }

    [Test]
    public void YamlUnmarshal_OfGrowingAliases_Fails()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        var error = Assert.Throws<RegoEvaluationException>(() => Call.With(new BuiltinTestContext(), "yaml.unmarshal", RegoString.From(text.ToString())))!;
        Assert.That(error.Message, Does.Contain("aliasing"));
    }

    [Test]
    public void ReachablePaths_OfACompleteGraph_IsCancelled()
    {
        var nodes = RegoArray.From(Enumerable.Range(0, 14).Select(i => (RegoValue)RegoNumber.From(i)));
        var graph = RegoObject.From(nodes.Select(node => KeyValuePair.Create(node, (RegoValue)nodes)));
        AssertCancelled("graph.reachable_paths", graph, RegoArray.From(RegoNumber.From(0)));
    }

    [Test]
    public void RenderTemplate_ThatCallsItself_Fails()
    {
        var text = RegoString.From("{{define \"t\"}}{{template \"t\" .}}{{end}}{{template \"t\" .}}");
        var error = Assert.Throws<RegoEvaluationException>(() => Call.With(new BuiltinTestContext(), "strings.render_template", text, RegoObject.Empty))!;
        Assert.That(error.Message, Does.Contain("depth"));
    }

    [Test]
    public void MatchSchema_ThatRefersToItself_Fails() =>
        Assert.That(Call.Error("json.match_schema", "{}", "{\"$ref\": \"#\"}"), Does.Contain("circle"));

    private static void AssertCancelled(string name, params RegoValue[] operands)
    {
        var context = new BuiltinTestContext(name) { MaxBytes = MaxBytes, MaxSteps = 50_000_000 };
        var error = Assert.Throws<RegoEvaluationException>(() => Call.With(context, name, operands))!;
        Assert.That(error.Code, Is.EqualTo(DiagnosticCodes.EvalCancel));
    }
}
