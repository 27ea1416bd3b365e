using System.Security.Cryptography;

namespace Gateway.Hosting.Notifications;

/// <summary>How long is waited between looks and between tries.</summary>
/// <param name="Poll">How often is looked for what is new.</param>
/// <param name="FirstRetry">How long after the first failed try the next one comes, at most.</param>
/// <param name="LastRetry">How long at most after any.</param>
/// <param name="SaveInterval">How often a position is saved at which there was nothing to tell, and what everybody was told is forgotten.</param>
/// <param name="ReportInterval">How often at most a failure that lasts is told of.</param>
internal sealed record DeliveryTimes(TimeSpan Poll, TimeSpan FirstRetry, TimeSpan LastRetry, TimeSpan SaveInterval, TimeSpan ReportInterval)
{
    private const int Steps = 1024;
    private const int MaxDoublings = 30;

    /// <value>What programs use.</value>
    public static DeliveryTimes Default { get; } = new(
        TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));

    /// <summary>How long to wait after so many failed tries in a row: twice as long each time, and by chance up to a half less, so that many senders come apart.</summary>
    /// <param name="failures">How many, from 1.</param>
    /// <param name="asked">How long the receiver asks for, if it does.</param>
    public TimeSpan RetryAfter(int failures, TimeSpan? asked)
    {
        var doubled = FirstRetry * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        var longest = doubled < LastRetry ? doubled : LastRetry;
        var wait = longest * (1 - (RandomNumberGenerator.GetInt32(Steps) / (2.0 * Steps)));
        var wanted = asked < LastRetry ? asked.Value : asked is null ? TimeSpan.Zero : LastRetry;
        return wanted > wait ? wanted : wait;
    }
}
