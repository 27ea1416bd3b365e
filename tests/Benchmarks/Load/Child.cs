using System.Diagnostics;

namespace Benchmarks.Load;

/// <summary>A program under test: started, asked for the CPU time it used, stopped.</summary>
internal sealed class Child : IDisposable
{
    private const double TicksPerSecond = 100;

    private readonly Process _process;

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    /// <value>User and system time so far, in seconds.</value>
    public double CpuSeconds
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (double.Parse(fields[11]) + double.Parse(fields[12])) / TicksPerSecond;
        }
    }

    /// <summary>Starts a program with the runtime's settings that all of them share.</summary>
    public static Child Start(string library, string[] arguments, IReadOnlyDictionary<string, string>? environment = null, bool readsOutput = false)
    {
        var start = new ProcessStartInfo("dotnet", [library, .. arguments]) { RedirectStandardOutput = readsOutput };
        start.Environment["DOTNET_GCgen0size"] = "0x4000000";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new Child(Process.Start(start)!);
    }

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException("The program ended.");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(10_000);
        }

        _process.Dispose();
    }
}
