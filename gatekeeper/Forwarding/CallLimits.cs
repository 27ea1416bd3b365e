using Gatekeeper.Calls;

namespace Gatekeeper.Forwarding;

/// <summary>What may end a forwarded call before its answer is complete: its deadline and, for a stream, the gatekeeper's own end.</summary>
internal readonly struct CallLimits : IDisposable
{
    private readonly CancellationTokenSource? _source;
    private readonly CancellationToken _stopping;

    private CallLimits(CancellationTokenSource? source, CancellationToken stopping)
    {
        _source = source;
        _stopping = stopping;
    }

    /// <value>Cancelled when the call must end.</value>
    public CancellationToken Token => _source?.Token ?? default;

    /// <value>Whether the call was ended by one of the limits.</value>
    public bool IsOver => Token.IsCancellationRequested;

    /// <summary>Starts the clock. A unary call without a deadline of its own needs none here: the forwarder's time-out bounds it.</summary>
    public static CallLimits Start(CallContext context, bool isStream, CallOptions options, CancellationToken stopping)
    {
        if (context.Timeout is null && !isStream)
        {
            return default;
        }

        var longest = isStream ? options.StreamTimeout : options.UnaryTimeout;
        var timeout = context.Timeout is { } given && given < longest ? given : longest;
        context.Timeout = timeout;
        var source = isStream ? CancellationTokenSource.CreateLinkedTokenSource(stopping) : new CancellationTokenSource();
        source.CancelAfter(timeout > TimeSpan.Zero ? timeout : TimeSpan.FromMilliseconds(1));
        return new CallLimits(source, isStream ? stopping : default);
    }

    /// <summary>The error of the limit that ended the call, or <paramref name="other"/>.</summary>
    public CallError ErrorOr(CallError other)
    {
        if (!IsOver)
        {
            return other;
        }

        return _stopping.IsCancellationRequested ? DeployerErrors.Stopping : DeployerErrors.TooLate;
    }

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();
}
