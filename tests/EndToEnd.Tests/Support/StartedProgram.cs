using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>A program of a local gate, started again by itself with further settings.</summary>
internal sealed class StartedProgram : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _state;
    private readonly StringBuilder _output = new();

    private StartedProgram(Process process, string state)
    {
        (_process, _state) = (process, state);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <value>What its <c>ready.json</c> says.</value>
    public JsonNode Ready { get; private set; } = new JsonObject();

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

    /// <summary>How a running program was started.</summary>
    public static string[] CommandLineOf(int processId) => File.ReadAllText($"/proc/{processId}/cmdline").TrimEnd('\0').Split('\0');

    /// <summary>Starts it, and waits until it is ready.</summary>
    public static async Task<StartedProgram> StartAsync(string state, string[] commandLine, params string[] more)
    {
        File.Delete(Path.Combine(state, "ready.json"));
        var program = new StartedProgram(ProcessRun.Start(commandLine[0], [.. commandLine[1..], .. more], state), state);
        try
        {
            await program.WaitUntilReadyAsync();
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var deadline = new CancellationTokenSource(Timeout);
            await _process.WaitForExitAsync(deadline.Token);
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        var file = Path.Combine(_state, "ready.json");
        for (var start = Stopwatch.GetTimestamp(); !File.Exists(file); await Task.Delay(20))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > Timeout)
            {
                throw new InvalidOperationException($"The program did not become ready.\n{Output}");
            }
        }

        Ready = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
