using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>The two programs as processes, with the state directories that a test gives them. They stop with their standard input.</summary>
internal sealed class StartedPrograms : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(40);

    private readonly List<Process> _processes = [];
    private readonly StringBuilder _output = new();

    /// <value>What they wrote.</value>
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

    /// <summary>Starts one.</summary>
    /// <param name="name">What its lines of output begin with.</param>
    /// <param name="program"><c>gatekeeper</c> or <c>deployer</c>.</param>
    /// <param name="arguments">Its command line; has <c>StopWithStandardInput</c>.</param>
    public void Start(string name, string program, string[] arguments)
    {
        var process = ProcessRun.Start(SourceTree.PathTo(program, "bin", Repository.Configuration, "net10.0", program), arguments);
        process.OutputDataReceived += (_, line) => Keep(name, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(name, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _processes.Add(process);
    }

    /// <summary>Waits until a program says that it is ready.</summary>
    /// <param name="state">Its state directory.</param>
    /// <returns>What it says.</returns>
    public async Task<JsonNode> ReadyAsync(string state)
    {
        var file = Path.Combine(state, "ready.json");
        var start = Stopwatch.GetTimestamp();
        while (!File.Exists(file))
        {
            Assert.That(_processes, Has.All.Property(nameof(Process.HasExited)).False, Output);
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(StartTimeout), Output);
            await Task.Delay(20);
        }

        return JsonNode.Parse(await File.ReadAllTextAsync(file))!;
    }

    /// <summary>A client of a gatekeeper that has made its own certificate authority.</summary>
    /// <param name="url">Where it listens.</param>
    /// <param name="state">Its state directory.</param>
    public static HttpClient NewDoor(string url, string state)
    {
        var authority = Directory.EnumerateFiles(state, "ca.pem", SearchOption.AllDirectories).Single();
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authority));
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } }) { BaseAddress = new Uri(url) };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.StandardInput.Close();
            using var deadline = new CancellationTokenSource(StopTimeout);
            try
            {
                await process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }

    private void Keep(string name, string? line)
    {
        lock (_output)
        {
            _output.Append(name).Append(": ").AppendLine(line);
        }
    }
}
