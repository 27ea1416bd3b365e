using System.Diagnostics;
using Gatectl.CommandLine;

namespace Gatectl.Dev;

/// <summary>A program that is started again when it ends unasked, as a service manager would; not for ever.</summary>
internal sealed class SupervisedProgram(Func<ReadyFile?, ChildProgramSpec> spec, Action<string> notice) : IAsyncDisposable
{
    private const int MaxRestartsInARow = 5;
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private ChildProgram? _child;
    private ReadyFile? _ready;

    /// <summary>Starts the program without waiting for it.</summary>
    public void Start() => _child = ChildProgram.Start(spec(_ready));

    public async Task<ReadyFile> WaitUntilReadyAsync(CancellationToken cancellationToken) =>
        _ready = await Child.WaitUntilReadyAsync(cancellationToken);

    /// <summary>Keeps the program running until cancelled.</summary>
    /// <exception cref="CommandFailure">It ends again and again.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        for (var restarts = 0; ;)
        {
            var started = Stopwatch.GetTimestamp();
            await Child.Exited.WaitAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            restarts = Stopwatch.GetElapsedTime(started) > LongEnough ? 1 : restarts + 1;
            if (restarts > MaxRestartsInARow)
            {
                throw CommandFailure.Failed($"the {Name} ended {restarts} times in a row; its log is {spec(_ready).LogFile}.");
            }

            notice($"the {Name} has ended; starting it again.");
            await Child.DisposeAsync();
            await Task.Delay(FirstPause * restarts, cancellationToken);
            Start();
            await WaitUntilReadyAsync(cancellationToken);
        }
    }

    /// <returns>Whether the program stopped by itself, with exit code 0.</returns>
    public async Task<bool> StopAsync() => _child is null || await _child.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_child is not null)
        {
            await _child.DisposeAsync();
        }
    }

    private ChildProgram Child => _child ?? throw new InvalidOperationException("The program is not started.");

    private string Name => spec(_ready).Name;
}
