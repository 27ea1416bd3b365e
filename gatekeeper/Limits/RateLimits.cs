using System.Runtime.CompilerServices;
using Deploy.V1;
using Gatekeeper.Seam;

namespace Gatekeeper.Limits;

/// <summary>The limits of callers and of addresses.</summary>
internal sealed class RateLimits(RateLimitOptions options, TimeProvider time)
{
    private readonly RateLimiter _reads = new(options.ReadsPerSecond, options.BurstSeconds, options.MaxPartitions, time);
    private readonly RateLimiter _changes = new(options.ChangesPerSecond, options.BurstSeconds, options.MaxPartitions, time);
    private readonly RateLimiter _failures = new(options.FailedAuthenticationsPerSecond, options.BurstSeconds, options.MaxPartitions, time);

    // One caller's tokens come and go, its name stays: the key is made once a token.
    private readonly ConditionalWeakTable<Caller, string> _keys = [];

    /// <summary>Takes one call of a caller.</summary>
    /// <exception cref="CallException">Its allowance is used up.</exception>
    public void Take(Caller caller, bool isChanging)
    {
        var key = _keys.GetValue(caller, static who => $"{who.Issuer}\n{who.Subject}");
        if (!(isChanging ? _changes : _reads).TryTake(key, out var retryAfter))
        {
            throw Limited(retryAfter);
        }
    }

    /// <summary>Refuses an address that has failed too often, before its next attempt costs anything.</summary>
    /// <exception cref="CallException">Its allowance is used up.</exception>
    public void CheckAddress(string address)
    {
        if (!_failures.HasAllowance(address, out var retryAfter))
        {
            throw Limited(retryAfter);
        }
    }

    /// <summary>Counts a failed authentication of an address.</summary>
    public void CountFailure(string address) => _failures.TryTake(address, out _);

    private static CallException Limited(TimeSpan retryAfter) =>
        new(new CallError(ErrorReason.RateLimited, "Too many calls. Wait before asking again.") { RetryAfter = retryAfter });
}
