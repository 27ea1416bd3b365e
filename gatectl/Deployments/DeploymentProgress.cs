using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;
using Spectre.Console;

namespace Gatectl.Deployments;

/// <summary>Shows a deployment as it goes: a line a change, and on a terminal what it is at now.</summary>
internal sealed class DeploymentProgress(CommandOutput output, TimeProvider time)
{
    private const string Indentation = "          ";

    private readonly long _start = time.GetTimestamp();

    /// <summary>What was said last of what is waited for.</summary>
    private (string Name, string Value)[] _shown = [];

    /// <summary>Follows the deployment to its end.</summary>
    /// <param name="watcher">What to follow it with.</param>
    /// <param name="request">The deployment.</param>
    /// <param name="asDocuments">In JSON: whether each change is written as a line of its own.</param>
    /// <param name="cancellationToken">Ends the watch, not the deployment.</param>
    public async Task<Deployment> FollowAsync(
        DeploymentWatcher watcher, WatchDeploymentRequest request, bool asDocuments, CancellationToken cancellationToken)
    {
        if (!output.IsLive)
        {
            return await watcher.WatchAsync(request, change => Show(change, asDocuments), cancellationToken);
        }

        return await output.Console.Status().Spinner(Spinner.Known.Dots).StartAsync("asking the gate", async status => await watcher.WatchAsync(
            request,
            change =>
            {
                Show(change, asDocuments);
                status.Status = Markup.Escape(DeploymentStates.Name(change.Deployment.State));
            },
            cancellationToken));
    }

    private void Show(WatchDeploymentResponse change, bool asDocuments)
    {
        if (output.IsJson)
        {
            if (asDocuments)
            {
                output.DocumentLine(MessageJson.From(change));
            }

            return;
        }

        var elapsed = time.GetElapsedTime(_start).TotalSeconds;
        output.Line($"{elapsed,7:0.00}s  {DeploymentStates.Name(change.Deployment.State),-16} {TerminalText.Escape(change.Message)}".TrimEnd());
        ShowWait(change.Deployment);
    }

    // What is waited for, once; and before an approval what it would be for, so that whoever follows knows whom to ask, and for what.
    private void ShowWait(Deployment deployment)
    {
        (string Name, string Value)[] wait =
        [
            ("waits for", deployment.WaitingFor),
            .. deployment.State != Deployment.Types.State.PendingApproval ? [] :
                DeploymentFields.Review(deployment).Prepend(("approval of", $"{deployment.Version} {deployment.Digest}".TrimEnd())),
        ];
        if (deployment.WaitingFor.Length > 0 && !wait.SequenceEqual(_shown))
        {
            DeploymentPrinter.Fields(output, wait, Indentation);
        }

        _shown = wait;
    }
}
