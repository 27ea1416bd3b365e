using Gatekeeper.Calls;
using Gatekeeper.Seam;

namespace Gatekeeper.Forwarding;

/// <summary>
/// What may end a forwarded call before its answer is complete: its deadline and, for a stream, the gatekeeper's own end or a decision
/// that it may not go on.
/// </summary>
internal sealed class CallLimits : IDisposable
{
    private static readonly CallLimits Unbounded = new(null, isExpected: false, default);

    private readonly CancellationTokenSource? _source;
    private readonly CancellationToken _stopping;
    private readonly bool _isExpected;
    private CallError? _refusal;

    private CallLimits(CancellationTokenSource? source, bool isExpected, CancellationToken stopping)
    {
        _source = source;
        _stopping = stopping;
        _isExpected = isExpected;
    }

    /// <value>Cancelled when the call must end.</value>
    public CancellationToken Token => _source?.Token ?? default;

    /// <value>Whether the call was ended by one of the limits.</value>
    public bool IsOver => Token.IsCancellationRequested;

    /// <value>Whether the call was ended by a limit that says nothing of the deployer: the time that its caller gave it, or the end of a stream.</value>
    public bool IsExpected => IsOver && _isExpected;

    /// <value>Whether the call was refused after it had begun.</value>
    public bool IsRefused => Volatile.Read(ref _refusal) is not null;

    /// <summary>Starts the clock. A unary call without a deadline of its own needs none here: the forwarder's time-out bounds it.</summary>
    /// <exception cref="CallException">The caller's time is over already.</exception>
    public static CallLimits Start(CallContext context, bool isStream, CallOptions options, TimeProvider time, CancellationToken stopping)
    {
        var left = context.TimeLeft(time);
        if (left is null && !isStream)
        {
            return Unbounded;
        }

        var longest = isStream ? options.StreamTimeout : options.UnaryTimeout;
        var isShorter = left < longest;
        var timeout = isShorter ? left!.Value : longest;
        context.TimeAtDeployer = timeout;
        var source = isStream ? CancellationTokenSource.CreateLinkedTokenSource(stopping) : new CancellationTokenSource();
        source.CancelAfter(timeout);
        return new CallLimits(source, isExpected: isStream || isShorter, isStream ? stopping : default);
    }

    /// <summary>Ends a stream that may not go on.</summary>
    /// <param name="refusal">What the caller is told.</param>
    public void Refuse(CallError refusal)
    {
        Volatile.Write(ref _refusal, refusal);
        _source?.Cancel();
    }

    /// <summary>The error of the limit that ended the call, or <paramref name="other"/>.</summary>
    public CallError ErrorOr(CallError other) =>
        !IsOver ? other
        : Volatile.Read(ref _refusal) ?? (_stopping.IsCancellationRequested ? DeployerErrors.Stopping : DeployerErrors.TooLate);

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();
}
