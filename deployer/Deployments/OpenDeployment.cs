using Deployer.Facts;

namespace Deployer.Deployments;

/// <summary>What the scheduler knows of a deployment that is not over: how to wake it, and how to stop what is done for it.</summary>
internal sealed class OpenDeployment(DeploymentSnapshot snapshot) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _abort = new();

    /// <value>The deployment's id.</value>
    public string Id { get; } = snapshot.Id;

    /// <value>Its lane.</value>
    public Lane Lane { get; } = Lane.Of(snapshot);

    /// <value>Rung when something has happened that it may wait for.</value>
    public Bell Bell { get; } = new();

    /// <value>Cancelled when it is over.</value>
    public CancellationToken End => _end.Token;

    /// <value>Cancelled when its push is aborted.</value>
    public CancellationToken Abort => _abort.Token;

    /// <value>Whether what is reviewed may be another now.</value>
    public bool NeedsReview { get; set; } = snapshot.Plan is not null;

    /// <value>Whether this program has begun to prepare it.</value>
    public bool IsTakenUp { get; set; }

    /// <summary>Takes note of what has happened to it. On the writer's thread, where nothing may run that waits for the writer.</summary>
    public void Follow(DeploymentSnapshot snapshot)
    {
        if (snapshot.IsFinal)
        {
            _ = _end.CancelAsync();
        }

        if (snapshot.IsAborted)
        {
            _ = _abort.CancelAsync();
        }

        Bell.Ring();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Dispose();
        _abort.Dispose();
        Bell.Dispose();
    }
}
