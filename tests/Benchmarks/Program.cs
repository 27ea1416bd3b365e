using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Benchmarks.Load;
using Benchmarks.Micro;
using Benchmarks.Model;

namespace Benchmarks;

/// <summary><c>micro</c>: parts of the gate, one at a time. <c>load</c>: the whole gate beside a bare proxy. README.md has the commands.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["worker", var socket]:
                await StandInWorker.RunAsync(socket);
                return 0;
            case ["bare", var socket, var certificate, var key]:
                await BareProxy.RunAsync(socket, certificate, key);
                return 0;
            case ["load", .. var options]:
                return await LoadRun.RunAsync(LoadOptions.Parse(options));
            case ["quick"]:
                SpeedTable.Run();
                return 0;
            case ["model"]:
                ModelTable.Run();
                return 0;
            case ["micro", .. var rest]:
                BenchmarkSwitcher.FromTypes([typeof(DecisionBenchmarks), typeof(LoadingBenchmarks), typeof(ThreadBenchmarks), typeof(GateBenchmarks)]).Run(rest.Length > 0 ? rest : ["--filter", "*"], Config);
                return 0;
            default:
                await Console.Error.WriteLineAsync("usage: Benchmarks micro [BenchmarkDotNet options] | quick | model | load [--reps N] [--seconds S] [--loads 8x8,16x16] [--policies DIR] [--max-foreign CORES]");
                return 2;
        }
    }

    // In this process: the packages' versions are central, which a generated project would not know of.
    private static ManualConfig Config => ManualConfig.Create(DefaultConfig.Instance)
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .WithOptions(ConfigOptions.DisableLogFile);
}
