using Deploy.V1;
using Gatekeeper.Forwarding;
using Gatekeeper.Grants;
using Gateway.Contract.Grants;
using Gateway.Hosting.Revisions;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Gatekeeper.Answers;

/// <summary>
/// Asks the deployer which policies it uses: once for all that want to know at the same time, at most once a second, and never for
/// longer than one. Whether it answers at all is asked up to five times a second. Thread-safe.
/// </summary>
internal sealed partial class DeployerRevision(
    WorkerService.WorkerServiceClient deployer,
    SessionKeyRing sessionKeys,
    SessionKeyInstaller installer,
    GrantIdentity identity,
    GrantsOptions options,
    TimeProvider time,
    ILogger<DeployerRevision> logger)
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FindTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AliveFor = TimeSpan.FromMilliseconds(200);

    private const string NotReachable = "the deployer is not reachable, or takes no session key of this gatekeeper";
    private const int MaxRevisionLength = 128;

    // The end of the year 9999, beyond which no message can be written.
    private const long LastSecond = 253_402_300_799;

    private readonly Lock _lock = new();
    private Task<Answer>? _last;
    private string _trouble = "";

    /// <summary>What the deployer says, or in words why it says nothing. Fails only where the asker gives up.</summary>
    public async Task<ProgramRevision> AskAsync(CancellationToken cancellationToken) => (await AskSharedAsync(KeptFor, cancellationToken)).Revision.Clone();

    /// <summary>Whether the deployer answers at all, whatever it says. Fails only where the asker gives up.</summary>
    public async Task<bool> IsAnsweringAsync(CancellationToken cancellationToken) => (await AskSharedAsync(AliveFor, cancellationToken)).HasAnswered;

    /// <summary>Finds a revision among those that the deployer keeps; null where it has none of that name, or cannot be asked.</summary>
    public async Task<PolicyRevision?> FindAsync(GetRevisionRequest request, CancellationToken cancellationToken)
    {
        if (sessionKeys.Current is not { } key)
        {
            return null;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(FindTimeout);
        try
        {
            var found = await deployer.GetWorkerRevisionAsync(request, Granted(request, key), cancellationToken: deadline.Token);
            return found.Revision == request.Revision ? found : null;
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotFound(logger, request.Revision, e.StatusCode);
            return null;
        }
    }

    private async Task<Answer> AskSharedAsync(TimeSpan keptFor, CancellationToken cancellationToken)
    {
        Task<Answer> asked;
        lock (_lock)
        {
            // Under no asker's own cancellation: others may wait for the same answer.
            asked = _last = _last is not null && IsFresh(_last, keptFor) ? _last : Task.Run(AskOnceAsync, CancellationToken.None);
        }

        return await asked.WaitAsync(cancellationToken);
    }

    private bool IsFresh(Task<Answer> asked, TimeSpan keptFor) => !asked.IsCompleted || (asked.IsCompletedSuccessfully && time.GetElapsedTime(asked.Result.At) < keptFor);

    private async Task<Answer> AskOnceAsync()
    {
        using var deadline = new CancellationTokenSource(AskTimeout, time);
        ProgramRevision revision;
        var hasAnswered = true;
        try
        {
            revision = await AskTwiceAsync(deadline.Token);
            hasAnswered = revision.UnknownBecause != NotReachable;
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or ObjectDisposedException)
        {
            // Also a refusal is an answer.
            hasAnswered = e is RpcException { StatusCode: not (StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.DeadlineExceeded) };
            revision = Unknown(deadline.IsCancellationRequested ? "the deployer did not answer within a second" : Describe(e));
        }

        LogChange(revision.UnknownBecause);
        return new Answer(revision, hasAnswered, time.GetTimestamp());
    }

    // Whoever polls would fill the log. Only one question is on its way at a time, so the field has one writer.
    private void LogChange(string trouble)
    {
        if (trouble.Length > 0 && trouble != _trouble)
        {
            LogUnknown(logger, trouble);
        }

        _trouble = trouble;
    }

    // As a reading call: where the deployer has lost our key, it is asked once more under a new one.
    private async Task<ProgramRevision> AskTwiceAsync(CancellationToken cancellationToken)
    {
        if (sessionKeys.Current is { } key)
        {
            try
            {
                return await CallAsync(key, cancellationToken);
            }
            catch (RpcException e) when (DeployerStatus.ReasonOf(e) == ErrorReason.GrantInvalid)
            {
                LogLostKey(logger);
            }
        }

        return await installer.ReinstallAsync(cancellationToken) && sessionKeys.Current is { } renewed
            ? await CallAsync(renewed, cancellationToken)
            : Unknown(NotReachable);
    }

    private async Task<ProgramRevision> CallAsync(HmacGrantSigner key, CancellationToken cancellationToken)
    {
        var request = new GetWorkerStatusRequest();
        var response = await deployer.GetWorkerStatusAsync(request, Granted(request, key), cancellationToken: cancellationToken);
        return IsWellFormed(response.Policy) ? Bound(response.Policy) : Unknown("the deployer does not say which policies it uses");
    }

    private Metadata Granted(IMessage request, HmacGrantSigner key) =>
        new() { { GrantFormat.MetadataKey, OwnGrant.Issue(GrantFormat.WorkerStatusAction, request, identity, options, time.GetUtcNow(), key) } };

    private static bool IsWellFormed(ProgramRevision? revision) =>
        revision is { Revision.Length: > 0 and <= MaxRevisionLength, UnknownBecause.Length: 0 } && IsTime(revision.ActivateTime)
        && (revision.Refused is null || (IsTime(revision.Refused.Time) && revision.Refused.Revision.Length <= MaxRevisionLength));

    private static bool IsTime(Timestamp? time) =>
        time is { Seconds: >= 0 and <= LastSecond, Nanos: >= 0 and < 1_000_000_000 };

    private static ProgramRevision Bound(ProgramRevision revision)
    {
        if (revision.Refused is { } refused)
        {
            string[] faults = [.. RevisionMessages.Cut(refused.Faults, RevisionMessages.MaxFaults, RevisionMessages.MaxFaultLength)];
            refused.Faults.Clear();
            refused.Faults.Add(faults);
        }

        return revision;
    }

    private static string Describe(Exception e) => e is RpcException { StatusCode: not (StatusCode.Unavailable or StatusCode.Cancelled) } refusal
        ? $"the deployer refused to say it ({refusal.StatusCode})"
        : "the deployer is not reachable";

    private static ProgramRevision Unknown(string because) => new() { UnknownBecause = because };

    [LoggerMessage(EventId = 7202, Level = LogLevel.Information, Message = "A deployer without our session key was asked for its policies.")]
    private static partial void LogLostKey(ILogger logger);

    [LoggerMessage(EventId = 7203, Level = LogLevel.Warning, Message = "The deployer's policies are not known: {Trouble}.")]
    private static partial void LogUnknown(ILogger logger, string trouble);

    [LoggerMessage(EventId = 7204, Level = LogLevel.Information, Message = "The deployer gives no revision {Revision}: {Status}.")]
    private static partial void LogNotFound(ILogger logger, string revision, StatusCode status);

    private sealed record Answer(ProgramRevision Revision, bool HasAnswered, long At);
}
