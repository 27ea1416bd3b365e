using System.Diagnostics;
using Rego;
using Rego.Values;

namespace Benchmarks.Micro;

/// <summary>How much more two threads decide than one, over the same prepared query.</summary>
internal static class ThreadScaling
{
    private const int Rounds = 15;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(300);

    /// <summary>The best of the rounds with two threads over the best of those with one, measured in turn.</summary>
    public static double Measure(Workload workload)
    {
        var query = workload.Prepare();
        var input = workload.ReadInput();
        Rate(query, input, 1);
        double one = 0, two = 0;
        for (var i = 0; i < Rounds; i++)
        {
            one = Math.Max(one, Rate(query, input, 1));
            two = Math.Max(two, Rate(query, input, 2));
        }

        return two / one;
    }

    /// <summary>Decisions a second, of all threads together.</summary>
    private static double Rate(PreparedQuery query, RegoValue input, int threads)
    {
        var rates = new double[threads];
        var workers = Enumerable.Range(0, threads).Select(i => new Thread(() => rates[i] = Decide(query, input))).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return rates.Sum();
    }

    private static double Decide(PreparedQuery query, RegoValue input)
    {
        var watch = Stopwatch.StartNew();
        var count = 0;
        for (; watch.Elapsed < RoundTime; count += 100)
        {
            for (var n = 0; n < 100; n++)
            {
                query.Evaluate(input, Workload.Options);
            }
        }

        return count / watch.Elapsed.TotalSeconds;
    }
}
