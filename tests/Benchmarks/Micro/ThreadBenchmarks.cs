using BenchmarkDotNet.Attributes;
using Rego;
using Rego.Values;

namespace Benchmarks.Micro;

/// <summary>Decisions of several threads over one prepared query; the time is that of one decision of one thread.</summary>
public class ThreadBenchmarks
{
    private const int Decisions = 20_000;

    private PreparedQuery _query = null!;
    private RegoValue _input = null!;

    /// <summary>How many threads.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Load()
    {
        var workload = Workloads.Load("gate-1000");
        _query = workload.Prepare();
        _input = workload.ReadInput();
    }

    [Benchmark(OperationsPerInvoke = Decisions)]
    public void Decide()
    {
        var workers = Enumerable.Range(0, Threads).Select(_ => new Thread(DecideAll)).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
    }

    private void DecideAll()
    {
        for (var i = 0; i < Decisions; i++)
        {
            _query.Evaluate(_input, Workload.Options);
        }
    }
}
