using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Deploy.V1;
using Gatekeeper.Policy;
using Gateway.Hosting.Text;

namespace Gatekeeper.Execution;

/// <summary>
/// Decides what the deployer asks for: at most 64 questions are open and a few are decided at once, each within the time in which its answer
/// is still of use. A deployer with newer policies is not answered before this gatekeeper has them, too.
/// </summary>
internal sealed partial class DecisionRequestQueue(
    ExecutionJudge judge, ExecutionAnswers answers, IPolicySource policies, TimeProvider time, ILogger<DecisionRequestQueue> logger)
{
    /// <summary>The most questions that are open.</summary>
    public const int MaxOpen = 64;

    private const int AtOnce = 4;

    // The deployer asks another gatekeeper after five seconds; an answer takes a moment to get there.
    private static readonly TimeSpan UsefulFor = TimeSpan.FromSeconds(4.5);
    private static readonly TimeSpan RevisionPoll = TimeSpan.FromMilliseconds(50);

    private readonly Channel<Open> _open = Channel.CreateBounded<Open>(new BoundedChannelOptions(MaxOpen) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Takes a question; waits where too many are open.</summary>
    public ValueTask AddAsync(DecisionRequest asked, CancellationToken cancellationToken)
    {
        if (ProvenDeployment.IsAnswerable(asked))
        {
            return _open.Writer.WriteAsync(new Open(asked, time.GetTimestamp()), cancellationToken);
        }

        LogUnanswerable(logger, PrintableText.Of(asked.DeploymentId));
        return ValueTask.CompletedTask;
    }

    /// <summary>Decides and answers until it is told to end.</summary>
    public Task RunAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RunOneAsync(stoppingToken)));

    private async Task RunOneAsync(CancellationToken stoppingToken)
    {
        await foreach (var open in _open.Reader.ReadAllAsync(stoppingToken))
        {
            await AnswerAsync(open, stoppingToken);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever goes wrong leaves the deployment undecided, and the next one is decided.")]
    private async Task AnswerAsync(Open open, CancellationToken stoppingToken)
    {
        var left = UsefulFor - time.GetElapsedTime(open.TakenAt);
        if (left <= TimeSpan.Zero)
        {
            LogTooLate(logger, open.Asked.DeploymentId);
            return;
        }

        using var useful = new CancellationTokenSource(left, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(useful.Token, stoppingToken);
        try
        {
            var verdict = await HasRevisionAsync(open.Asked, deadline.Token)
                ? await judge.JudgeAsync(open.Asked, deadline.Token)
                : Verdict.Undecided("this gatekeeper does not have the policies that the deployer has");
            await answers.SendAsync(open.Asked, verdict, stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, e, open.Asked.DeploymentId);
            await TellUndecidedAsync(open.Asked, stoppingToken);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The fault that led here is told already; without an answer the deployer asks again.")]
    private async Task TellUndecidedAsync(DecisionRequest asked, CancellationToken stoppingToken)
    {
        try
        {
            await answers.SendAsync(asked, Verdict.Undecided("the gatekeeper failed; its log says more"), stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, e, asked.DeploymentId);
        }
    }

    private async Task<bool> HasRevisionAsync(DecisionRequest asked, CancellationToken deadline)
    {
        while (IsBehind(asked))
        {
            try
            {
                await Task.Delay(RevisionPoll, time, deadline);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return true;
    }

    // Serials order revisions; without them nothing says which is newer, and the deployer judges the answer's.
    private bool IsBehind(DecisionRequest asked)
    {
        var current = policies.Current;
        return asked.PolicyRevision != current.Revision && asked.PolicySerial > (current.Serial ?? 0);
    }

    [LoggerMessage(EventId = 8101, Level = LogLevel.Warning, Message = "The deployer asks about '{DeploymentId}' in a form that cannot be answered.")]
    private static partial void LogUnanswerable(ILogger logger, string deploymentId);

    [LoggerMessage(EventId = 8102, Level = LogLevel.Warning, Message = "Deployment {DeploymentId} was not decided: too many are open, and the answer would come too late.")]
    private static partial void LogTooLate(ILogger logger, string deploymentId);

    [LoggerMessage(EventId = 8103, Level = LogLevel.Error, Message = "Deployment {DeploymentId} could not be decided.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string deploymentId);

    private readonly record struct Open(DecisionRequest Asked, long TakenAt);
}
