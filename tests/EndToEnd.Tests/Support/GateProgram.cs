using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>One of the two programs in a process of its own, which is started again by nobody but the test.</summary>
internal sealed class GateProgram(string name, string state, IReadOnlyList<string> arguments) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _output = new();
    private Process? _process;

    /// <value>What it wrote, over all its lives.</value>
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

    /// <summary>Whether it wrote a text.</summary>
    public bool HasSaid(string text) => Output.Contains(text, StringComparison.Ordinal);

    private string ReadyFile => Path.Combine(state, "ready.json");

    /// <summary>Starts it.</summary>
    /// <returns>What it says once it serves.</returns>
    public async Task<JsonNode> StartAsync()
    {
        // A killed process leaves its file.
        File.Delete(ReadyFile);
        _process?.Dispose();
        _process = ProcessRun.Start(SourceTree.PathTo(name, "bin", Repository.Configuration, "net10.0", name), arguments, state);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var begin = Stopwatch.GetTimestamp(); !File.Exists(ReadyFile); await Task.Delay(10))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(begin) > Patience)
            {
                throw new AssertionException($"The {name} did not become ready.\n{Output}");
            }
        }

        return JsonNode.Parse(await File.ReadAllTextAsync(ReadyFile))!;
    }

    /// <summary>Stops it where it is; it can do nothing until it is killed.</summary>
    public Task FreezeAsync() => ProcessRun.SignalAsync(_process!.Id, "STOP");

    /// <summary>Kills it, as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        _process?.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
