using Gateway.Hosting.Background;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting.Notifications;

/// <summary>
/// Tells the webhooks what happens, each beside the others. It only reads: what it tells of is done and durable, and waits for nothing here.
/// </summary>
internal sealed class NotificationService : StoppableService
{
    private readonly INotificationSource _source;
    private readonly DeliveryTimes _times;
    private readonly TimeProvider _time;
    private readonly List<Webhook> _webhooks;
    private readonly List<WebhookTeller> _tellers;

    /// <param name="webhooks">The webhooks; the service's from now on.</param>
    /// <param name="source">What happens.</param>
    /// <param name="origin">The <c>source</c> of the events.</param>
    /// <param name="directory">Where the cursors are.</param>
    /// <param name="times">How long is waited.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told how it goes.</param>
    /// <exception cref="ConfigurationException">The directory cannot be made.</exception>
    public NotificationService(
        IEnumerable<Webhook> webhooks, INotificationSource source, string origin, string directory, DeliveryTimes times, TimeProvider time, ILogger<NotificationService> logger)
    {
        (_source, _times, _time) = (source, times, time);
        Make(directory);
        _webhooks = [.. webhooks];
        _tellers =
        [
            .. _webhooks.Select(webhook => new WebhookTeller(
                webhook, source, origin, new CursorFile(Path.Combine(directory, webhook.Name + ".json")), times, time, new DeliveryReport(webhook, times.ReportInterval, time, logger))),
        ];
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _webhooks.ForEach(webhook => webhook.Dispose());
    }

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_tellers.Select(teller => Task.Run(() => teller.RunAsync(stoppingToken), stoppingToken)).Append(ReleaseAsync(stoppingToken)));

    private async Task ReleaseAsync(CancellationToken stop)
    {
        var released = 0L;
        while (true)
        {
            await Task.Delay(_times.SaveInterval, _time, stop);
            var durable = _tellers.Min(teller => teller.Durable);
            if (durable > released && await TryReleaseAsync(durable))
            {
                released = durable;
            }
        }
    }

    // What cannot be forgotten now is forgotten later, and there is a bound on it besides.
    private async Task<bool> TryReleaseAsync(long through)
    {
        try
        {
            await _source.ReleaseAsync(through);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static void Make(string directory)
    {
        try
        {
            PrivateFile.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The directory '{directory}' of the state directory cannot be made: {e.Message}", e);
        }
    }
}
