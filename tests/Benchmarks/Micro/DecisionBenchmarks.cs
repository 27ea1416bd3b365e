using BenchmarkDotNet.Attributes;
using Rego;
using Rego.Values;

namespace Benchmarks.Micro;

/// <summary>One answer: the prepared query over an input that is already a value.</summary>
public class DecisionBenchmarks
{
    private PreparedQuery _query = null!;
    private RegoValue _input = null!;

    /// <summary>Which policy, data and input.</summary>
    [ParamsSource(nameof(Names))]
    public string Work { get; set; } = "";

    /// <summary>The workloads.</summary>
    public static IEnumerable<string> Names => Workloads.Evaluated;

    [GlobalSetup]
    public void Load()
    {
        var workload = Workloads.Load(Work);
        _query = workload.Prepare();
        _input = workload.ReadInput();
    }

    [Benchmark]
    public RegoValue Decide() => _query.Evaluate(_input, Workload.Options);
}
