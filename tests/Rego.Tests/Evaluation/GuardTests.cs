using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Evaluation;

/// <summary>A rule is left out where a known place that it needs is undefined, before anything in it can fail.</summary>
public sealed class GuardTests
{
    private static readonly EvaluationOptions Strict = new() { Limits = EvaluationLimits.Default, StrictBuiltinErrors = true };

    [TestCase("to_number(\"x\") > 0; some _, _ in {\"a\": data.users.nobody}")]
    [TestCase("some _ in object.union(data.users.nobody, json.unmarshal(\"{\"))")]
    [TestCase("to_number(\"x\") > 0; data.users[input.nobody].name")]
    [TestCase("to_number(\"x\") > 0; input.nobody")]
    [TestCase("to_number(\"x\") > 0; data.users with data.other as [input.nobody]")]
    public void Evaluate_NeededPlaceIsUndefined_HidesTheErrorsOfTheRest(string body) =>
        Assert.That(Prepare(body).Evaluate(RegoJson.Parse("{}"), Strict).IsDefined, Is.False);

    [TestCase("to_number(\"x\") > 0; not input.nobody")]
    [TestCase("to_number(\"x\") > 0; some x in input.nobody; x")]
    [TestCase("to_number(\"x\") > 0; input.no")]
    public void Evaluate_NothingIsKnownToBeMissing_TellsTheError(string body)
    {
        var error = Assert.Throws<RegoEvaluationException>(() => Prepare(body).Evaluate(RegoJson.Parse("""{"no": false}"""), Strict));

        Assert.That(error!.Message, Does.StartWith("to_number:"));
    }

    [Test]
    public void Evaluate_PathWithAMissingKeyInTheHead_HidesTheErrorsOfTheRest()
    {
        var query = Evaluate.Prepare("data.t.p", "package t\np := data.users[input.names[3]].name if to_number(\"x\")", """{"users": {}}""");

        Assert.That(query.Evaluate(RegoJson.Parse("""{"names": []}"""), Strict).IsDefined, Is.False);
    }

    [Test]
    public void Evaluate_ComprehensionBeforeACallInOneStatement_TellsTheErrorOfTheCall()
    {
        var query = Prepare("some _ in object.union({1: x | some x in [1, 2]}, {\"a\": to_number(\"x\")})");

        Assert.That(Assert.Throws<RegoEvaluationException>(() => query.Evaluate(RegoNull.Instance, Strict))!.Message, Does.StartWith("to_number:"));
        Assert.That(query.Evaluate(RegoNull.Instance, Evaluate.Options).IsDefined, Is.False);
    }

    private static PreparedQuery Prepare(string body) =>
        Evaluate.Prepare("data.t.p", $"package t\np if {{ {body} }}", """{"users": {"ann": {"name": "Ann"}}}""");
}
