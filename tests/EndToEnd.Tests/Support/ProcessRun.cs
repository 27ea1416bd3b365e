using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>A finished process: its exit code, and what it wrote.</summary>
internal sealed record ProcessRun(int ExitCode, string Out, string Error)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(120);

    public JsonNode Json => JsonNode.Parse(Out) ?? throw new InvalidOperationException("The output is the JSON null.");

    public bool IsDone => ExitCode == 0;

    public string All => $"exit code {ExitCode}\n{Out}\n{Error}";

    public static async Task<ProcessRun> RunAsync(
        string program, IEnumerable<string> arguments, string? directory = null, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? timeout = null)
    {
        using var process = Start(program, arguments, directory, environment);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(timeout ?? DefaultTimeout);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end.\n{await output}\n{await error}");
        }

        return new ProcessRun(process.ExitCode, await output, await error);
    }

    public static Process Start(string program, IEnumerable<string> arguments, string? directory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory ?? Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        return Process.Start(info) ?? throw new InvalidOperationException($"{program} was not started.");
    }

    /// <summary>Sends a signal, by its name without SIG.</summary>
    public static async Task SignalAsync(int processId, string signal)
    {
        var run = await RunAsync("kill", [$"-{signal}", processId.ToString()]);
        Assert.That(run.ExitCode, Is.Zero, run.All);
    }

    public static bool IsAlive(int processId) => Directory.Exists($"/proc/{processId}");
}
