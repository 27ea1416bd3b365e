using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary>The gatekeeper and the deployer of a local gate, as two processes.</summary>
internal sealed class LocalGateProcesses : IAsyncDisposable
{
    private readonly DevPaths _paths;
    private readonly ProgramDirectories _directories;
    private readonly SupervisedProgram _deployer;
    private readonly SupervisedProgram _gatekeeper;

    public LocalGateProcesses(DevPaths paths, ProgramDirectories directories, int port, Action<string> notice)
    {
        _paths = paths;
        _directories = directories;
        _deployer = new SupervisedProgram(_ => ProgramSettings.Deployer(paths, directories), notice);
        // A free port, once found, is kept: a gatekeeper that is started again is found where it was.
        _gatekeeper = new SupervisedProgram(
            ready => ProgramSettings.Gatekeeper(paths, directories, ready?.Url is { } url ? new Uri(url).Port : port), notice);
    }

    /// <summary>Starts both at once, and waits until both serve.</summary>
    /// <returns>The gate's URL, and the deployer's socket.</returns>
    public async Task<(string Url, string Socket)> StartAsync(CancellationToken cancellationToken)
    {
        _gatekeeper.Start();
        await DemoSecrets.EnsureAsync(_paths, _directories, cancellationToken);
        _deployer.Start();
        var deployerReady = _deployer.WaitUntilReadyAsync(cancellationToken);
        var gatekeeperReady = _gatekeeper.WaitUntilReadyAsync(cancellationToken);
        // The first that fails ends the wait for the other.
        await await Task.WhenAny(deployerReady, gatekeeperReady);
        return ((await gatekeeperReady).Url ?? throw CommandFailure.Failed("the gatekeeper is ready, but names no URL."),
            (await deployerReady).Socket ?? throw CommandFailure.Failed("the deployer is ready, but names no socket."));
    }

    /// <summary>Keeps both running until cancelled.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(_deployer.KeepAsync(either.Token), _gatekeeper.KeepAsync(either.Token));
        await either.CancelAsync();
        await first;
    }

    /// <summary>Stops the door first, then the worker behind it.</summary>
    /// <returns>Whether both stopped cleanly.</returns>
    public async Task<bool> StopAsync()
    {
        var gatekeeperStopped = await _gatekeeper.StopAsync();
        return await _deployer.StopAsync() && gatekeeperStopped;
    }

    public async ValueTask DisposeAsync()
    {
        await _gatekeeper.DisposeAsync();
        await _deployer.DisposeAsync();
    }
}
