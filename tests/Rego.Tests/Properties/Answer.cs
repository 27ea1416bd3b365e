using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Properties;

/// <summary>What an evaluation gave: a value, or the code of an error.</summary>
internal sealed record Answer(RegoValue Value, string? ErrorCode)
{
    private static readonly EvaluationOptions Options = new() { Limits = new EvaluationLimits(2_000_000, TimeSpan.FromSeconds(20), 256, 1L << 28) };

    /// <summary>Evaluates; any other failure than an error of the evaluation goes through.</summary>
    internal static Answer Of(PreparedQuery query, RegoValue input, EvaluationOptions? options = null)
    {
        try
        {
            return new Answer(query.Evaluate(input, options ?? Options), null);
        }
        catch (RegoEvaluationException failure)
        {
            return new Answer(RegoValue.Undefined, failure.Code);
        }
    }

    internal static Answer Within(long steps, PreparedQuery query, RegoValue input) =>
        Of(query, input, new EvaluationOptions { Limits = Options.Limits with { MaxSteps = steps } });

    public override string ToString() => ErrorCode ?? Value.ToString()!;
}
