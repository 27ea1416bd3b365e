using Deploy.V1;
using Gatekeeper.Seam;

namespace Gatekeeper.Limits;

/// <summary>The limits of what callers have in hand at a time.</summary>
internal sealed class InFlightLimits(InFlightOptions options)
{
    // What a call costs before a byte of its message has come.
    private const int LeastBytes = 4 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ByteBudget _bytes = new(options.MaxBytesPerCaller, options.MaxBytes);
    private readonly KeyedSlots _streams = new(options.MaxStreamsPerCaller);

    /// <value>The refusal of bytes that are too many at a time.</value>
    public static CallError TooManyBytes { get; } =
        new(ErrorReason.RateLimited, "Too many requests are under way at once. Wait before asking again.") { RetryAfter = Pause };

    /// <value>The bytes in hand now.</value>
    public long BytesInHand => _bytes.InAll;

    /// <summary>Begins a call of a caller.</summary>
    /// <exception cref="CallException">Too much is under way.</exception>
    public HeldBytes Begin(Caller caller)
    {
        var held = new HeldBytes(_bytes, CallerKeys.Of(caller));
        return held.TryHold(LeastBytes) ? held : throw new CallException(TooManyBytes);
    }

    /// <summary>Begins a stream of a caller.</summary>
    /// <exception cref="CallException">It has too many.</exception>
    public IDisposable BeginStream(Caller caller) => _streams.TryEnter(CallerKeys.Of(caller)) ?? throw new CallException(
        new CallError(ErrorReason.RateLimited, $"The caller has {options.MaxStreamsPerCaller} streams open already. End one before asking for another.") { RetryAfter = Pause });
}
