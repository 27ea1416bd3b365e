namespace Deployer.Deployments;

/// <summary>One watcher's bell.</summary>
internal sealed class Watch(WatchHub hub, string deploymentId) : IDisposable
{
    private readonly Bell _bell = new();

    /// <value>What is watched.</value>
    public string DeploymentId => deploymentId;

    /// <summary>Waits until the deployment has changed since the last wait.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task WaitAsync(CancellationToken cancellation) => _bell.WaitAsync(cancellation);

    /// <summary>Rings. Called under the hub's lock.</summary>
    public void Wake() => _bell.Ring();

    /// <inheritdoc/>
    public void Dispose()
    {
        hub.End(this);
        _bell.Dispose();
    }
}
