using Deploy.V1;
using Gatectl.Gates;
using Grpc.Core;

namespace Gatectl.Deployments;

/// <summary>Follows one deployment to its final state, through restarts of the gate and the deployer.</summary>
internal sealed class DeploymentWatcher(GateConnection gate, TimeProvider time)
{
    private const int MaxFailuresInARow = 8;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Calls <paramref name="onChange"/> for the state now and each one after it, and returns the final one.</summary>
    /// <exception cref="RpcException">The gate refused, or could not be reached several times in a row.</exception>
    public async Task<Deployment> WatchAsync(WatchDeploymentRequest request, Action<WatchDeploymentResponse> onChange, CancellationToken cancellationToken)
    {
        WatchDeploymentResponse? last = null;
        for (var failures = 0; ;)
        {
            try
            {
                using var call = gate.Service.WatchDeployment(request, gate.Stream(cancellationToken));
                await foreach (var change in call.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    failures = 0;
                    if (!change.Equals(last))
                    {
                        onChange(change);
                    }

                    last = change;
                    if (DeploymentStates.IsFinal(change.Deployment.State))
                    {
                        return change.Deployment;
                    }
                }

                failures++;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable && failures < MaxFailuresInARow)
            {
                failures++;
            }

            if (failures > MaxFailuresInARow)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "the gate ends the watch before the deployment has ended."));
            }

            await Task.Delay(Pause(failures), time, cancellationToken);
        }
    }

    private static TimeSpan Pause(int failures) =>
        TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 100 * Math.Pow(2, failures)));
}
