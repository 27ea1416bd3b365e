using BenchmarkDotNet.Attributes;
using Rego;
using Rego.Values;

namespace Benchmarks.Micro;

/// <summary>What comes before the first decision: compiling five hundred modules, reading the largest base document.</summary>
public class LoadingBenchmarks
{
    private Workload _compiled = null!;
    private Workload _read = null!;

    [GlobalSetup]
    public void Load()
    {
        _compiled = Workloads.Load(Workloads.Compile);
        _read = Workloads.Load("gate-100000");
    }

    [Benchmark]
    public CompiledPolicy CompileModules() => _compiled.Compile();

    [Benchmark]
    public RegoObject ReadData() => _read.ReadData();
}
