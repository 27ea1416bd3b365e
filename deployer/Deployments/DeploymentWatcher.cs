using Deploy.V1;
using Deployer.Errors;
using Deployer.Grants;
using Grpc.Core;

namespace Deployer.Deployments;

/// <summary>Follows a deployment for a caller: its state now, or what came after the event that the caller saw last, then every fact in its order, to the final one.</summary>
internal sealed class DeploymentWatcher(DeploymentReader reader, WatchHub hub, IHostApplicationLifetime lifetime)
{
    /// <summary>Writes until the deployment is over or the caller has gone.</summary>
    /// <param name="call">Which deployment, and what was seen of it.</param>
    /// <param name="responses">Where to.</param>
    /// <param name="begin">Tells the caller that it is watched, where there is nothing to write yet.</param>
    /// <param name="cancellation">The caller has gone.</param>
    /// <exception cref="RpcException">There is no such deployment, there are too many watches, or the deployer stops.</exception>
    public async Task WatchAsync(ApprovedCall<WatchDeploymentRequest> call, IServerStreamWriter<WatchDeploymentResponse> responses, Func<Task> begin, CancellationToken cancellation)
    {
        var request = call.Request;
        DeploymentHistory Find() => reader.Find(request.Application, request.Environment, request.DeploymentId);
        using var watch = hub.TryBegin(Find().Snapshot.Id)
            ?? throw DeployerErrors.Create(StatusCode.ResourceExhausted, ErrorReason.RateLimited, "Too many deployments are being watched.");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);

        // Read after the watch has begun: what happens from here on rings.
        var history = Find();
        var sent = request.After > 0 ? Math.Min(request.After, history.Facts.Count) : history.Facts.Count - 1;
        if (sent == history.Facts.Count && !history.Snapshot.IsFinal)
        {
            await begin();
        }

        while (true)
        {
            for (; sent < history.Facts.Count; sent++)
            {
                await responses.WriteAsync(Message(history, sent + 1), cancellation);
            }

            if (history.Snapshot.IsFinal)
            {
                return;
            }

            await WaitAsync(watch, end.Token, cancellation);
            history = Find();
        }
    }

    private static async Task WaitAsync(Watch watch, CancellationToken end, CancellationToken cancellation)
    {
        try
        {
            await watch.WaitAsync(end);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw DeployerErrors.Create(StatusCode.Unavailable, ErrorReason.ShuttingDown, "The deployer is stopping; the deployment goes on at its next start.");
        }
    }

    private static WatchDeploymentResponse Message(DeploymentHistory history, int ordinal) => new()
    {
        Deployment = DeploymentMessages.From(history.SnapshotAt(ordinal)),
        Message = history.Facts[ordinal - 1].Fact.Describe(),
        Event = ordinal,
    };
}
