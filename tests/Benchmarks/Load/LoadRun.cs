using System.Diagnostics;
using Deploy.V1;
using Gatekeeper.Seam;
using Gateway.Hosting.Rpc;
using Google.Protobuf;

namespace Benchmarks.Load;

/// <summary>
/// The side-by-side run: a bare YARP that carries the same token, a twin of it, and the whole gate, all in front of one worker and all up the
/// whole time. They are measured in turn, the order reversed every time; only ratios within one turn are compared.
/// </summary>
internal sealed class LoadRun(LoadOptions options, H2Load generator, Child worker, IReadOnlyList<Target> targets)
{
    private const int MaxTries = 4;

    private readonly Dictionary<(string Name, (int, int) Load), double> _lastRate = [];

    public static async Task<int> RunAsync(LoadOptions options)
    {
        using var fixture = new GateFixture(options.Policies);
        using var worker = Child.Start(typeof(LoadRun).Assembly.Location, ["worker", fixture.Socket]);
        var (gate, url) = await fixture.StartAsync();
        using var gateProcess = gate;
        using var first = StartBare(fixture);
        using var second = StartBare(fixture);
        Target[] targets =
        [
            new("bare YARP", first, await first.ReadLineAsync()),
            new("its twin", second, await second.ReadLineAsync()),
            new("whole gate", gate, url),
        ];
        foreach (var target in targets)
        {
            await ReplyCheck.RequireAnswersAsync(target, fixture);
        }

        await ReplyCheck.RequireRefusalsAsync(targets[2], fixture);
        var generator = new H2Load(fixture.Token, WriteRequest(fixture), 5 + StandInWorker.Answer.CalculateSize());
        await new LoadRun(options, generator, worker, targets).RunAllAsync();
        return 0;
    }

    private async Task RunAllAsync()
    {
        Console.WriteLine(LoadReport.Head);
        foreach (var load in options.Loads)
        {
            await WarmUpAsync(load);
            var turns = new List<IReadOnlyList<Measurement>>();
            for (var i = 0; i < options.Repetitions; i++)
            {
                turns.Add(await MeasureTurnAsync(load, isReversed: i % 2 == 1));
            }

            LoadReport.Print(load, [.. targets.Select(target => target.Name)], turns);
        }
    }

    private async Task WarmUpAsync((int, int) load)
    {
        foreach (var target in targets)
        {
            foreach (var requests in new[] { 20_000, 20_000, 20_000, 12_000 })
            {
                var (rate, _) = await generator.RunAsync(target.Url, requests, load);
                _lastRate[(target.Name, load)] = rate;
                await Task.Delay(300);
            }
        }
    }

    private async Task<IReadOnlyList<Measurement>> MeasureTurnAsync((int, int) load, bool isReversed)
    {
        var results = new Measurement[targets.Count];
        for (var i = 0; i < targets.Count; i++)
        {
            var index = isReversed ? targets.Count - 1 - i : i;
            results[index] = await MeasureQuietlyAsync(targets[index], load);
        }

        return results;
    }

    private async Task<Measurement> MeasureQuietlyAsync(Target target, (int, int) load)
    {
        for (var i = 1; ; i++)
        {
            var measurement = await MeasureAsync(target, load);
            if (measurement.ForeignCores < options.MaxForeignCores || i == MaxTries)
            {
                return measurement;
            }

            await Task.Delay(500);
        }
    }

    private async Task<Measurement> MeasureAsync(Target target, (int, int) load)
    {
        var requests = (int)Math.Max(1_000, _lastRate[(target.Name, load)] * options.Seconds);
        var (proxy, back, all, watch) = (target.Process.CpuSeconds, worker.CpuSeconds, MachineCpu.BusySeconds, Stopwatch.StartNew());
        var (rate, generated) = await generator.RunAsync(target.Url, requests, load);
        var elapsed = watch.Elapsed.TotalSeconds;
        (proxy, back, all) = (target.Process.CpuSeconds - proxy, worker.CpuSeconds - back, MachineCpu.BusySeconds - all);
        _lastRate[(target.Name, load)] = rate;
        var ours = proxy + back + generated;
        return new Measurement(rate, proxy / requests * 1e6, ours / requests * 1e6, Math.Max(0, all - ours) / elapsed);
    }

    private static Child StartBare(GateFixture fixture) =>
        Child.Start(typeof(LoadRun).Assembly.Location, ["bare", fixture.Socket, fixture.CertificateFile, fixture.KeyFile], readsOutput: true);

    private static string WriteRequest(GateFixture fixture)
    {
        var request = new GetDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = StandInWorker.Answer.DeploymentId };
        var frame = GrpcFrame.Allocate(request.CalculateSize());
        request.WriteTo(frame.AsSpan(GrpcFrame.HeadLength));
        var path = Path.Combine(fixture.Directory, "request.bin");
        File.WriteAllBytes(path, frame);
        return path;
    }
}
