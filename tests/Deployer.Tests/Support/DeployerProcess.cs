using System.Diagnostics;
using System.Text.Json;

namespace Deployer.Tests.Support;

/// <summary>The real program in a process of its own, to be killed.</summary>
internal sealed class DeployerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _ready;
    private readonly List<string> _log = [];

    private DeployerProcess(Process process, string stateDirectory)
    {
        _process = process;
        _ready = Path.Combine(stateDirectory, "ready.json");
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    public static DeployerProcess Start(string stateDirectory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        // A killed process leaves its file; the next must not be taken for ready before it is.
        Directory.CreateDirectory(stateDirectory);
        File.Delete(Path.Combine(stateDirectory, "ready.json"));
        return Launch(stateDirectory, arguments, environment);
    }

    /// <summary>Starts another on a state directory that one already uses.</summary>
    public static DeployerProcess StartBeside(IEnumerable<string> arguments) => Launch("", arguments, null);

    private static DeployerProcess Launch(string stateDirectory, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "deployer.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((var name, var value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new DeployerProcess(Process.Start(start)!, stateDirectory);
    }

    public async Task WaitReadyAsync()
    {
        for (var begin = Stopwatch.GetTimestamp(); !File.Exists(_ready); await Task.Delay(10))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(begin) > TimeSpan.FromSeconds(60))
            {
                throw new AssertionException($"The deployer did not become ready.\n{Log}");
            }
        }

        using var ready = JsonDocument.Parse(await File.ReadAllTextAsync(_ready));
        Assert.That(ready.RootElement.GetProperty("pid").GetInt32(), Is.EqualTo(Id));
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async Task<int> WaitForExitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", Id.ToString()]))
        {
            await kill.WaitForExitAsync();
        }

        return await WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Add(string? line)
    {
        lock (_log)
        {
            _log.Add(line ?? "");
        }
    }
}
