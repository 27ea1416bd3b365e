using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Evaluation;

/// <summary>Compiles and evaluates in one step.</summary>
internal static class Evaluate
{
    internal static readonly EvaluationOptions Options = new() { Limits = EvaluationLimits.Default };

    internal static PreparedQuery Prepare(string query, string module, string data = "{}") =>
        new RegoCompiler()
            .Compile([new RegoSource("test.rego", module)], (RegoObject)RegoJson.Parse(data))
            .GetPolicyOrThrow()
            .Prepare(query);

    internal static string Text(string query, string module, string input = "null", string data = "{}") =>
        Prepare(query, module, data).Evaluate(RegoJson.Parse(input), Options).ToString();

    internal static RegoEvaluationException Error(string query, string module, EvaluationOptions? options = null, string input = "null", string data = "{}")
    {
        var prepared = Prepare(query, module, data);
        return Assert.Throws<RegoEvaluationException>(() => prepared.Evaluate(RegoJson.Parse(input), options ?? Options))!;
    }
}
