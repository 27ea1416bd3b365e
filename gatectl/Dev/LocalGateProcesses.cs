using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary>The gatekeeper and the deployer of a local gate, as two processes.</summary>
internal sealed class LocalGateProcesses : IAsyncDisposable
{
    private readonly DevPaths paths;
    private readonly ProgramFolders folders;
    private readonly SupervisedProgram deployer;
    private readonly SupervisedProgram gatekeeper;

    public LocalGateProcesses(DevPaths paths, ProgramFolders folders, int port, Action<string> notice)
    {
        this.paths = paths;
        this.folders = folders;
        deployer = new SupervisedProgram(_ => ProgramSettings.Deployer(paths, folders), notice);
        // A free port, once found, is kept: a gatekeeper that is started again is found where it was.
        gatekeeper = new SupervisedProgram(
            ready => ProgramSettings.Gatekeeper(paths, folders, ready?.Url is { } url ? new Uri(url).Port : port), notice);
    }

    /// <summary>Starts both at once, and waits until both serve.</summary>
    /// <returns>The gate's URL, and the deployer's socket.</returns>
    public async Task<(string Url, string Socket)> StartAsync(CancellationToken cancellationToken)
    {
        gatekeeper.Start();
        await DemoSecrets.EnsureAsync(paths, folders, cancellationToken);
        deployer.Start();
        var deployerReady = deployer.WaitUntilReadyAsync(cancellationToken);
        var gatekeeperReady = gatekeeper.WaitUntilReadyAsync(cancellationToken);
        // The first that fails ends the wait for the other.
        await await Task.WhenAny(deployerReady, gatekeeperReady);
        return ((await gatekeeperReady).Url ?? throw CommandFailure.Failed("the gatekeeper is ready, but names no URL."),
            (await deployerReady).Socket ?? throw CommandFailure.Failed("the deployer is ready, but names no socket."));
    }

    /// <summary>Keeps both running until cancelled.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(deployer.KeepAsync(either.Token), gatekeeper.KeepAsync(either.Token));
        await either.CancelAsync();
        await first;
    }

    /// <summary>Stops the door first, then the worker behind it.</summary>
    /// <returns>Whether both stopped cleanly.</returns>
    public async Task<bool> StopAsync()
    {
        var gatekeeperStopped = await gatekeeper.StopAsync();
        return await deployer.StopAsync() && gatekeeperStopped;
    }

    public async ValueTask DisposeAsync()
    {
        await gatekeeper.DisposeAsync();
        await deployer.DisposeAsync();
    }
}
