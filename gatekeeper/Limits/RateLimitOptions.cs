using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Limits;

/// <summary>How many calls are taken; counted in each gatekeeper for itself. Section <c>Gatekeeper:RateLimits</c>.</summary>
internal sealed class RateLimitOptions
{
    /// <value>Reading calls a second of one caller.</value>
    [Range(1, 10_000_000)]
    public int ReadsPerSecond { get; set; } = 100_000;

    /// <value>Changing calls a second of one caller.</value>
    [Range(1, 10_000_000)]
    public int ChangesPerSecond { get; set; } = 200;

    /// <value>Denied calls a second of one caller for one action of one application in one environment; beyond, such calls are refused before they are decided, and counted.</value>
    [Range(1, 1_000_000)]
    public int DenialsPerSecond { get; set; } = 1;

    /// <value>Denied calls a second of one caller, whatever for; beyond, all its calls are refused before they are decided, and counted.</value>
    [Range(1, 1_000_000)]
    public int DenialsPerSecondOfCaller { get; set; } = 10;

    /// <value>How many seconds' worth of denied calls may come at once.</value>
    [Range(1, 3_600)]
    public int DenialBurstSeconds { get; set; } = 60;

    /// <value>Failed authentications a second of one address, or of one network of IPv6 (/64). More are told to wait; tokens that are valid are taken all the same.</value>
    [Range(1, 10_000_000)]
    public int FailedAuthenticationsPerSecond { get; set; } = 1_000;

    /// <value>How many seconds' worth may come at once.</value>
    [Range(1, 3_600)]
    public int BurstSeconds { get; set; } = 10;

    /// <value>The most callers and addresses that are counted apart; the counts begin anew when there are more.</value>
    [Range(100, 10_000_000)]
    public int MaxPartitions { get; set; } = 100_000;
}
