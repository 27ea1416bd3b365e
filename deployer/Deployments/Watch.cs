namespace Deployer.Deployments;

/// <summary>One watcher's bell. Ringing it twice before it is heard is ringing it once.</summary>
internal sealed class Watch(WatchHub hub, string deploymentId) : IDisposable
{
    private readonly SemaphoreSlim _bell = new(0, 1);

    /// <value>What is watched.</value>
    public string DeploymentId => deploymentId;

    /// <summary>Waits until the deployment has changed since the last wait.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task WaitAsync(CancellationToken cancellation) => _bell.WaitAsync(cancellation);

    /// <summary>Rings. Called under the hub's lock.</summary>
    public void Wake()
    {
        if (_bell.CurrentCount == 0)
        {
            _bell.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        hub.End(this);
        _bell.Dispose();
    }
}
