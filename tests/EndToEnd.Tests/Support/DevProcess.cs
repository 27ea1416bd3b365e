using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>A running <c>gatectl dev</c>, and what its <c>dev.json</c> says.</summary>
internal sealed class DevProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private JsonNode _description = new JsonObject();

    private DevProcess(Process process, string state)
    {
        _process = process;
        State = state;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string State { get; }

    public int ProcessId => _process.Id;

    /// <value>From the start of the process to its <c>dev.json</c>.</value>
    public TimeSpan TimeToReady { get; private set; }

    public string Url => (string)_description["url"]!;

    public string Ca => (string)_description["ca"]!;

    public string Socket => (string)_description["socket"]!;

    public int GatekeeperId => ChildId("gatekeeper");

    public int DeployerId => ChildId("deployer");

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<DevProcess> StartAsync(string state, string? gatectl = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        // A demonstration before has left its own.
        File.Delete(Path.Combine(Directory.CreateDirectory(state).FullName, "dev.json"));
        var started = Stopwatch.GetTimestamp();
        var dev = new DevProcess(
            ProcessRun.Start(gatectl ?? Repository.Gatectl, ["dev", "--state", state, "--port", "0"], environment: environment), state);
        try
        {
            await dev.WaitUntilReadyAsync();
            dev.TimeToReady = Stopwatch.GetElapsedTime(started);
            return dev;
        }
        catch
        {
            await dev.DisposeAsync();
            throw;
        }
    }

    public string TokenFile(string caller) => (string)_description["tokens"]![caller]!;

    public string Target(string environment) => (string)_description["targets"]![environment]!;

    /// <summary>Interrupts it as Ctrl-C does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync(string signal = "INT")
    {
        if (!_process.HasExited)
        {
            await ProcessRun.SignalAsync(_process.Id, signal);
        }

        using var deadline = new CancellationTokenSource(StopTimeout);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    /// <summary>Kills it so that it can do nothing more, not even stop its children.</summary>
    public void Kill() => _process.Kill(entireProcessTree: false);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private int ChildId(string program) =>
        (int)JsonNode.Parse(File.ReadAllText(Path.Combine(State, program, "ready.json")))!["pid"]!;

    private async Task WaitUntilReadyAsync()
    {
        var file = Path.Combine(State, "dev.json");
        var start = Stopwatch.GetTimestamp();
        while (!File.Exists(file))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > StartTimeout)
            {
                throw new InvalidOperationException($"gatectl dev did not become ready.\n{Output}");
            }

            await Task.Delay(20);
        }

        _description = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
