using System.Diagnostics;

namespace Gateway.Hosting.Revisions;

/// <summary>
/// Compiles revisions without being held by one: what takes too long is refused, and what does not stand in the directory any more is
/// given up, so that a newer revision never waits behind it. For one thread.
/// </summary>
internal sealed class RevisionLoading(RevisionSettings settings)
{
    // Compiling cannot be ended from outside; what was given up runs on by itself, and there may be so much of it at a time.
    private const int MaxGivenUp = 2;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    private int _running;

    /// <summary>Compiles, and runs the tests.</summary>
    /// <param name="content">The files.</param>
    /// <param name="runsTests">Whether its tests are run.</param>
    /// <param name="isOutdated">Whether something else stands in the directory by now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The revision; null where it was given up as outdated.</returns>
    /// <exception cref="RevisionRefusedException">The files are no revision, or took too long.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> said so.</exception>
    public Revision? Load(RevisionContent content, bool runsTests, Func<bool> isOutdated, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _running) > MaxGivenUp)
        {
            throw new RevisionRefusedException(["policies before these took too long to load, and still do"], isPassing: true);
        }

        Interlocked.Increment(ref _running);
        var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loading = Task.Factory.StartNew(() => Compile(content, runsTests, giveUp.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var start = Stopwatch.GetTimestamp();
        while (!IsDone(loading, cancellationToken))
        {
            var isTooLong = Stopwatch.GetElapsedTime(start) > settings.LoadLimit;
            if (isTooLong || isOutdated())
            {
                giveUp.Cancel();
                _ = loading.ContinueWith(_ => giveUp.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

                // A machine that was busy may do better the next time.
                return isTooLong
                    ? throw new RevisionRefusedException([$"the policies take longer than {settings.LoadLimit.TotalSeconds} s to load; they are tried again"], isPassing: true)
                    : null;
            }
        }

        using (giveUp)
        {
            return loading.GetAwaiter().GetResult();
        }
    }

    private static bool IsDone(Task loading, CancellationToken cancellationToken) =>
        Task.WaitAny([loading], (int)LookInterval.TotalMilliseconds, cancellationToken) == 0;

    private Revision Compile(RevisionContent content, bool runsTests, CancellationToken cancellationToken)
    {
        try
        {
            return RevisionCompiler.Compile(content, runsTests, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
