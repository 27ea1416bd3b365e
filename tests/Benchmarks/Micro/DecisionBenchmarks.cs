using BenchmarkDotNet.Attributes;
using Gatekeeper.Rego;

namespace Benchmarks.Micro;

/// <summary>One decision: the prepared query over an input that is already a value.</summary>
public class DecisionBenchmarks
{
    private Workload _workload = null!;

    /// <summary>Which policy, data and input.</summary>
    [ParamsSource(nameof(Names))]
    public string Policy { get; set; } = "";

    /// <summary>The workloads that can be had here.</summary>
    public static IEnumerable<string> Names => Workload.Names;

    [GlobalSetup]
    public void Load() => _workload = Workload.Load(Policy);

    [Benchmark]
    public RegoValue Decide() => _workload.Query.Evaluate(_workload.Input, Workload.Options);
}
