using System.Diagnostics;
using System.Text;

namespace EndToEnd.Tests.Support;

/// <summary>
/// A shell of root's with processes and mounts of its own. What it writes below <c>/etc</c>, <c>/opt</c>, <c>/root</c>, <c>/run</c>, <c>/srv</c>
/// and <c>/var</c> is in memory and goes with it, and so does every process that it has started.
/// </summary>
internal sealed class NamespaceShell : IAsyncDisposable
{
    private const string Mark = "@@ended ";
    private const string Scratch = "/mnt";

    private const string Setup = $$"""
        set -eu
        mount -t tmpfs -o mode=0755 scratch {{Scratch}}
        for directory in etc opt root run srv var; do
          mkdir -p {{Scratch}}/upper/$directory {{Scratch}}/work/$directory
          mount -t overlay -o lowerdir=/$directory,upperdir={{Scratch}}/upper/$directory,workdir={{Scratch}}/work/$directory overlay /$directory
        done
        """;

    // The runtime's sockets would outlive its end in the machine's own /tmp.
    private static readonly Dictionary<string, string> InMemory = new() { ["TMPDIR"] = "/var/tmp" };

    private readonly Process _process;

    private NamespaceShell(Process process) => _process = process;

    /// <summary>Opens it, or says in the test's result why that cannot be here.</summary>
    public static async Task<NamespaceShell> OpenAsync()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Two users take root: run the tests as root.");
        }

        var process = ProcessRun.Start("unshare", ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "bash"], SourceTree.Root, InMemory);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var shell = new NamespaceShell(process);
        var setup = await shell.RunAsync(Setup);
        if (setup.ExitCode != 0)
        {
            await shell.DisposeAsync();
            Assert.Ignore($"This machine does not let root make namespaces with mounts of their own: {setup.All}");
        }

        return shell;
    }

    /// <summary>Runs a script by a bash of its own.</summary>
    public Task<ProcessRun> RunAsync(string script, TimeSpan? timeout = null) => RunAsync("bash -euo pipefail", script, timeout);

    /// <summary>Runs a script as a user, with the groups that the system says it has.</summary>
    public Task<ProcessRun> RunAsAsync(string user, string script, TimeSpan? timeout = null) =>
        RunAsync($"setpriv --reuid {user} --regid {user} --init-groups --inh-caps -all bash -euo pipefail", script, timeout);

    /// <summary>Runs a script behind a command that runs what follows it.</summary>
    public async Task<ProcessRun> RunAsync(string command, string script, TimeSpan? timeout = null)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(script));
        var line = $$"""{{command}} -c "$(base64 -d <<<{{text}})" </dev/null >{{Scratch}}/out 2>&1; code=$?; echo; echo "{{Mark}}$code"; base64 -w 0 {{Scratch}}/out; echo""";
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        using var deadline = new CancellationTokenSource(timeout ?? TimeSpan.FromMinutes(1));
        for (var answer = ""; ;)
        {
            answer = await _process.StandardOutput.ReadLineAsync(deadline.Token);
            if (answer is null)
            {
                return new ProcessRun(-1, "", "The namespace could not be made.");
            }

            if (answer.StartsWith(Mark, StringComparison.Ordinal))
            {
                var output = Convert.FromBase64String(await _process.StandardOutput.ReadLineAsync(deadline.Token) ?? "");
                return new ProcessRun(int.Parse(answer[Mark.Length..], System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetString(output), "");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
