using Microsoft.Extensions.Hosting;

namespace Gateway.Hosting.Background;

/// <summary>
/// Work in the background that ends with the program, or with a start that failed. The host takes whatever such work throws for a fault,
/// unless it is the host that stops; and a call that is cut off then ends in many ways.
/// </summary>
public abstract class StoppableService : BackgroundService
{
    private readonly Lock _lock = new();
    private bool _hasBegun;
    private Task? _ended;

    /// <inheritdoc/>
    public override Task? ExecuteTask
    {
        get
        {
            lock (_lock)
            {
                return base.ExecuteTask is { } work ? _ended ??= EndAsync(work) : null;
            }
        }
    }

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Volatile.Write(ref _hasBegun, true);
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // It was told to end, and has.
        }
    }

    /// <summary>Does the work, until it is told to end.</summary>
    protected abstract Task RunAsync(CancellationToken stoppingToken);

    private async Task EndAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (!Volatile.Read(ref _hasBegun))
        {
            // It was told to end before it had begun.
        }
    }
}
