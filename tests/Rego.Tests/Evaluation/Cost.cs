using Rego.Errors;
using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Evaluation;

/// <summary>What evaluations and compilations cost, in units that do not depend on the machine.</summary>
internal static class Cost
{
    /// <summary>The least step budget with which a warm query still answers.</summary>
    internal static long StepsOf(PreparedQuery query, RegoValue input)
    {
        query.Evaluate(input, Evaluate.Options);
        long low = 0, high = 1 << 24;
        while (low + 1 < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Answers(query, input, middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>The bytes that one warm evaluation allocates: the least of several.</summary>
    internal static long BytesOf(PreparedQuery query, RegoValue input) => LeastBytes(() => query.Evaluate(input, Evaluate.Options));

    /// <summary>The bytes that compiling a module allocates, in megabytes; of all threads, so for fixtures that run alone.</summary>
    internal static double CompiledMegabytes(string module)
    {
        Compile(module);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Compile(module);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6;
    }

    private static long LeastBytes(Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static void Compile(string module) => new RegoCompiler().Compile([new RegoSource("cost.rego", module)]).GetPolicyOrThrow();

    private static bool Answers(PreparedQuery query, RegoValue input, long steps)
    {
        try
        {
            query.Evaluate(input, new EvaluationOptions { Limits = EvaluationLimits.Default with { MaxSteps = steps } });
            return true;
        }
        catch (RegoEvaluationException error) when (error.Code == DiagnosticCodes.EvalCancel)
        {
            return false;
        }
    }
}
