using System.Runtime.CompilerServices;
using Deploy.V1;
using Gatekeeper.Seam;

namespace Gatekeeper.Limits;

/// <summary>
/// How often calls may be denied, so that nobody fills the log with decisions that go nowhere: for each caller, action, application and
/// environment, and for each caller, whose names are its own to choose. Who has no allowance left is refused before it is decided; what is
/// allowed costs none. Thread-safe; what is decided at the same moment may go beyond by as many.
/// </summary>
internal sealed class DenialLimits(RateLimitOptions options, TimeProvider time)
{
    private readonly RateLimiter _ofKind = new(options.DenialsPerSecond, options.DenialBurstSeconds, options.MaxPartitions, time);
    private readonly RateLimiter _ofCaller = new(options.DenialsPerSecondOfCaller, options.DenialBurstSeconds, options.MaxPartitions, time);
    private readonly ConditionalWeakTable<Caller, string> _keys = [];

    /// <summary>Finds why a call is not decided.</summary>
    /// <returns>What the caller is told; null where the call is to be decided.</returns>
    public CallError? Find(Call call, Caller caller)
    {
        // Nearly no caller was ever denied anything, and costs one look.
        var key = KeyOf(caller);
        if (!_ofCaller.IsCounted(key))
        {
            return null;
        }

        return !_ofCaller.HasAllowance(key, out var retryAfter) ? Limited("Too many of the caller's calls were denied.", retryAfter)
            : !_ofKind.HasAllowance(KeyOf(call, key), out retryAfter) ? Limited("Too many calls for this action, application and environment were denied.", retryAfter)
            : null;
    }

    /// <summary>Counts a call that was denied.</summary>
    public void Count(Call call, Caller caller)
    {
        var key = KeyOf(caller);
        _ofCaller.TryTake(key, out _);
        _ofKind.TryTake(KeyOf(call, key), out _);
    }

    private string KeyOf(Caller caller) => _keys.GetValue(caller, static who => $"{who.Issuer}\n{who.Subject}");

    // The names in front have their patterns, and no line feed.
    private static string KeyOf(Call call, string caller) => $"{call.Action}\n{call.Application}\n{call.Environment}\n{caller}";

    private static CallError Limited(string message, TimeSpan retryAfter) =>
        new(ErrorReason.RateLimited, $"{message} Wait before asking again.") { RetryAfter = retryAfter, IsOnlyCounted = true };
}
