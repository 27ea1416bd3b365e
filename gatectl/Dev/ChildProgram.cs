using System.ComponentModel;
using System.Diagnostics;
using Gatectl.CommandLine;

namespace Gatectl.Dev;

/// <summary>
/// One started program. Its standard input is a pipe that this process holds open: the program stops cleanly at its end, so it
/// stops as well when this process is killed.
/// </summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(15);

    private readonly ChildProgramSpec _spec;
    private readonly Process _process;
    private readonly ProgramLog _log;

    private ChildProgram(ChildProgramSpec spec, Process process, ProgramLog log)
    {
        _spec = spec;
        _process = process;
        _log = log;
    }

    public Task Exited => _process.WaitForExitAsync();

    public static ChildProgram Start(ChildProgramSpec spec)
    {
        File.Delete(Path.Combine(spec.StateDirectory, ReadyFile.FileName));
        var log = new ProgramLog(spec.LogFile);
        var process = new Process { StartInfo = spec.StartInfo() };
        process.OutputDataReceived += (_, line) => log.Write(line.Data);
        process.ErrorDataReceived += (_, line) => log.Write(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            log.Dispose();
            process.Dispose();
            throw CommandFailure.Failed($"the {spec.Name} cannot be started: {exception.Message}", exception);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProgram(spec, process, log);
    }

    /// <summary>Waits until the program serves.</summary>
    /// <exception cref="CommandFailure">It ended first, or takes too long; the message has its last words.</exception>
    public async Task<ReadyFile> WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (ReadyFile.TryRead(_spec.StateDirectory) is { } ready && ready.ProcessId == _process.Id)
            {
                return ready;
            }

            if (_process.HasExited)
            {
                await _process.WaitForExitAsync(cancellationToken);
                throw Failure($"the {_spec.Name} ended with code {_process.ExitCode} before it was ready");
            }

            if (Stopwatch.GetElapsedTime(start) > ReadyTimeout)
            {
                throw Failure($"the {_spec.Name} was not ready within {ReadyTimeout.TotalSeconds:0} s");
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>Stops the program cleanly, and by force where it does not stop.</summary>
    /// <returns>Whether it stopped by itself, with exit code 0.</returns>
    public async Task<bool> StopAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program is gone already, and its end of the pipe with it.
        }

        using var deadline = new CancellationTokenSource(StopTimeout);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            return _process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
        _log.Dispose();
    }

    private CommandFailure Failure(string message) =>
        new(ExitCode.Failed, $"{message}; its log is {_log.File}.") { Details = _log.Tail };
}
