using Deploy.V1;
using Gatekeeper.Seam;

namespace Gatekeeper.Limits;

/// <summary>The limits of callers and of addresses.</summary>
internal sealed class RateLimits(RateLimitOptions options, TimeProvider time)
{
    private readonly RateLimiter _reads = new(options.ReadsPerSecond, options.BurstSeconds, options.MaxPartitions, time);
    private readonly RateLimiter _changes = new(options.ChangesPerSecond, options.BurstSeconds, options.MaxPartitions, time);
    private readonly RateLimiter _failures = new(options.FailedAuthenticationsPerSecond, options.BurstSeconds, options.MaxPartitions, time);

    /// <summary>Takes one call of a caller.</summary>
    /// <exception cref="CallException">Its allowance is used up.</exception>
    public void Take(Caller caller, bool isChanging)
    {
        if (!(isChanging ? _changes : _reads).TryTake(CallerKeys.Of(caller), out var retryAfter))
        {
            throw Limited(retryAfter);
        }
    }

    /// <summary>
    /// Whether an address has failed so often that its next attempt waits for others. It is not refused unseen: behind one address stand many.
    /// </summary>
    public bool IsSuspect(string address) => !_failures.HasAllowance(AddressKeys.Of(address), out _);

    /// <summary>Counts a failed authentication of an address.</summary>
    /// <exception cref="CallException">There were too many: the caller is told to wait, rather than what is wrong.</exception>
    public void CountFailure(string address)
    {
        if (!_failures.TryTake(AddressKeys.Of(address), out var retryAfter))
        {
            throw Limited(retryAfter);
        }
    }

    private static CallException Limited(TimeSpan retryAfter) =>
        new(new CallError(ErrorReason.RateLimited, "Too many calls. Wait before asking again.") { RetryAfter = retryAfter });
}
