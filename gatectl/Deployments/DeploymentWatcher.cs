using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Grpc.Core;

namespace Gatectl.Deployments;

/// <summary>
/// Follows one deployment to its final state, through restarts of the gate and the deployer, and past the end of the caller's token
/// where new ones can be had. Each object follows once.
/// </summary>
/// <param name="gate">The gate.</param>
/// <param name="time">Paces the attempts.</param>
/// <param name="isAccepted">Whether the deployment is known to be there, so that it goes on whatever becomes of the watch.</param>
internal sealed class DeploymentWatcher(GateConnection gate, TimeProvider time, bool isAccepted)
{
    private const int MaxFailuresInARow = 8;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollingPause = TimeSpan.FromSeconds(2);

    private WatchDeploymentResponse? _last;
    private int _failures;
    private bool _isRenewedInVain;
    private bool _isPolling;

    /// <summary>Calls <paramref name="onChange"/> for the state now and each one after it, and returns the final one.</summary>
    /// <exception cref="RpcException">The gate refused to begin, or could not be reached several times in a row.</exception>
    /// <exception cref="CommandFailure">The deployment goes on, but the caller may not see it any longer, or has no token any more.</exception>
    public async Task<Deployment> WatchAsync(WatchDeploymentRequest request, Action<WatchDeploymentResponse> onChange, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await (_isPolling ? PollAsync(request, onChange, cancellationToken) : StreamAsync(request, onChange, cancellationToken)) is { } ended)
                {
                    return ended;
                }
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable && _failures < MaxFailuresInARow)
            {
                _failures++;
            }
            catch (RpcException exception) when (FollowEnd.IsRefusal(exception))
            {
                await OnRefusalAsync(exception, request, cancellationToken);
                continue;
            }
            catch (CommandFailure failure) when (HasBegun)
            {
                throw FollowEnd.ToFailure(failure, request);
            }

            if (_failures > MaxFailuresInARow)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "the gate ends the watch before the deployment has ended."));
            }

            await Task.Delay(_isPolling && _failures == 0 ? PollingPause : Pause(_failures), time, cancellationToken);
        }
    }

    private bool HasBegun => isAccepted || _last is not null;

    private async Task<Deployment?> StreamAsync(WatchDeploymentRequest request, Action<WatchDeploymentResponse> onChange, CancellationToken cancellationToken)
    {
        using var call = gate.Service.WatchDeployment(Next(request), await gate.StreamAsync(cancellationToken));
        await foreach (var change in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            Take(change, onChange);
            if (DeploymentStates.IsFinal(change.Deployment.State))
            {
                return change.Deployment;
            }
        }

        _failures++;
        return null;
    }

    // From the event before the last one on: that the last one comes again, which is not shown, says at once that the watch is there, however
    // long nothing happens. Before the first event there is none to name, as 0 asks for the state now.
    private WatchDeploymentRequest Next(WatchDeploymentRequest request) =>
        _last is { Event: > 0 and var seen } ? new WatchDeploymentRequest(request) { After = Math.Max(1, seen - 1) } : request;

    private async Task<Deployment?> PollAsync(WatchDeploymentRequest request, Action<WatchDeploymentResponse> onChange, CancellationToken cancellationToken)
    {
        var get = new GetDeploymentRequest { Application = request.Application, Environment = request.Environment, DeploymentId = request.DeploymentId };
        var deployment = await gate.AskAsync(options => gate.Service.GetDeploymentAsync(get, options), cancellationToken);
        if (deployment.State != _last?.Deployment.State)
        {
            Take(new WatchDeploymentResponse { Deployment = deployment }, onChange);
        }

        _failures = 0;
        return DeploymentStates.IsFinal(deployment.State) ? deployment : null;
    }

    private void Take(WatchDeploymentResponse change, Action<WatchDeploymentResponse> onChange)
    {
        _failures = 0;
        _isRenewedInVain = false;
        if (_last is not null && (change.Event > 0 ? change.Event <= _last.Event : change.Equals(_last)))
        {
            return;
        }

        onChange(change);
        _last = change;
    }

    /// <summary>
    /// A watch ends with its token. It goes on with a new one, where there is what makes them; else each state is asked for as long as the
    /// token still serves for that: the gate takes one for some seconds after its end, and the last state may fall into them.
    /// </summary>
    private async Task OnRefusalAsync(RpcException refusal, WatchDeploymentRequest request, CancellationToken cancellationToken)
    {
        if (gate.CanRenewAfter(refusal) && !_isRenewedInVain)
        {
            _isRenewedInVain = true;
            await RenewAsync(request, cancellationToken);
        }
        else if (HasBegun && !_isPolling && refusal.StatusCode == StatusCode.Unauthenticated)
        {
            _isPolling = true;
        }
        else
        {
            throw HasBegun ? FollowEnd.ToFailure(refusal, request) : (Exception)refusal;
        }
    }

    private async Task RenewAsync(WatchDeploymentRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await gate.RenewAsync(cancellationToken);
        }
        catch (CommandFailure failure) when (HasBegun)
        {
            throw FollowEnd.ToFailure(failure, request);
        }
    }

    private static TimeSpan Pause(int failures) =>
        TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 100 * Math.Pow(2, failures)));
}
