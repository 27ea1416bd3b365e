using Microsoft.Extensions.Logging;

namespace Gateway.Hosting.Notifications;

/// <summary>
/// Tells the operator how a webhook does: the first failure, then what still fails, at most once an interval, and when it is over. Whatever
/// cannot be made good is told each time.
/// </summary>
internal sealed partial class DeliveryReport(Webhook webhook, TimeSpan interval, TimeProvider time, ILogger logger)
{
    private int _failures;
    private DateTimeOffset _since;
    private long _toldAt;
    private bool _isUnreadable;
    private bool _isUnsaved;

    /// <value>How many tries have failed in a row.</value>
    public int Failures => _failures;

    /// <summary>A try has failed.</summary>
    public void Failed(Notification waiting, string error)
    {
        if (_failures++ == 0)
        {
            _since = time.GetUtcNow();
        }
        else if (time.GetElapsedTime(_toldAt) < interval)
        {
            return;
        }

        _toldAt = time.GetTimestamp();
        LogFailed(logger, webhook.Name, webhook.Host, error, waiting.Type, waiting.Id, waiting.Time, _failures, _since);
    }

    /// <summary>A try has succeeded.</summary>
    public void Delivered()
    {
        if (_failures > 0)
        {
            LogRecovered(logger, webhook.Name, _failures, _since);
            _failures = 0;
        }
    }

    /// <summary>An event is not tried any more.</summary>
    public void GaveUp(Notification notification, string error, long givenUp) =>
        LogGaveUp(logger, webhook.Name, notification.Type, notification.Id, notification.Time, error, givenUp);

    /// <summary>It is told from now on.</summary>
    public void Began(long position) => LogBegan(logger, webhook.Name, webhook.Host, position);

    /// <summary>Its cursor cannot be understood.</summary>
    public void Damaged(string error, long position) => LogDamaged(logger, webhook.Name, error, position);

    /// <summary>It was told of what is not there.</summary>
    public void Ahead(long position, long newest) => LogAhead(logger, webhook.Name, position, newest);

    /// <summary>Something that it has not been told is not there any more.</summary>
    public void Lost(long after, long count) => LogLost(logger, webhook.Name, count, after);

    /// <summary>What there is to tell cannot be read.</summary>
    public void Unreadable(Exception error)
    {
        if (!_isUnreadable || time.GetElapsedTime(_toldAt) >= interval)
        {
            _toldAt = time.GetTimestamp();
            _isUnreadable = true;
            LogUnreadable(logger, error, webhook.Name, error.Message);
        }
    }

    /// <summary>What there is to tell can be read.</summary>
    public void Read() => _isUnreadable = false;

    /// <summary>The cursor cannot be saved.</summary>
    public void Unsaved(string error)
    {
        if (!_isUnsaved)
        {
            _isUnsaved = true;
            LogUnsaved(logger, webhook.Name, error);
        }
    }

    /// <summary>The cursor is saved.</summary>
    public void Saved() => _isUnsaved = false;

    [LoggerMessage(
        EventId = 7301, Level = LogLevel.Warning,
        Message = "The webhook {Webhook} at {Host} cannot be told: {Error}. {Type} {Id} of {Time:O} waits, and what came after it; tries failed in a row: {Failures}, since {Since:O}.")]
    private static partial void LogFailed(ILogger logger, string webhook, string host, string error, string type, string id, DateTimeOffset time, int failures, DateTimeOffset since);

    [LoggerMessage(EventId = 7302, Level = LogLevel.Information, Message = "The webhook {Webhook} can be told again, after {Failures} failed tries since {Since:O}.")]
    private static partial void LogRecovered(ILogger logger, string webhook, int failures, DateTimeOffset since);

    [LoggerMessage(EventId = 7303, Level = LogLevel.Error, Message = "Gave up telling the webhook {Webhook} of {Type} {Id} of {Time:O}: {Error}. Given up so far: {GivenUp}.")]
    private static partial void LogGaveUp(ILogger logger, string webhook, string type, string id, DateTimeOffset time, string error, long givenUp);

    [LoggerMessage(EventId = 7304, Level = LogLevel.Information, Message = "The webhook {Webhook} at {Host} is new: it is told what happens from now on, after position {Position}.")]
    private static partial void LogBegan(ILogger logger, string webhook, string host, long position);

    [LoggerMessage(EventId = 7305, Level = LogLevel.Error, Message = "How far the webhook {Webhook} was told cannot be read: {Error} It is told what happens from now on, after position {Position}.")]
    private static partial void LogDamaged(ILogger logger, string webhook, string error, long position);

    [LoggerMessage(
        EventId = 7306, Level = LogLevel.Warning,
        Message = "The webhook {Webhook} was told up to position {Position}, but the last that is there is {Newest}: an older state was put back. It is told what happens from now on.")]
    private static partial void LogAhead(ILogger logger, string webhook, long position, long newest);

    [LoggerMessage(EventId = 7307, Level = LogLevel.Error, Message = "What happened at {Count} positions after {Position} is not kept any more, and the webhook {Webhook} was not told of it.")]
    private static partial void LogLost(ILogger logger, string webhook, long count, long position);

    [LoggerMessage(EventId = 7308, Level = LogLevel.Error, Message = "What the webhook {Webhook} is to be told cannot be read, and is tried again: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, Exception error, string webhook, string reason);

    [LoggerMessage(EventId = 7309, Level = LogLevel.Error, Message = "How far the webhook {Webhook} was told cannot be saved, so that after a restart it is told some of it again: {Error}")]
    private static partial void LogUnsaved(ILogger logger, string webhook, string error);
}
