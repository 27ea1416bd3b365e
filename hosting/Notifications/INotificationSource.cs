namespace Gateway.Hosting.Notifications;

/// <summary>
/// What has happened, in one order and durable, from which each webhook is told what it has not been told. Positions are numbers from 1;
/// 0 is before everything. Thread-safe.
/// </summary>
public interface INotificationSource
{
    /// <value>The last position that there is. Costs nothing to look at.</value>
    long Newest { get; }

    /// <summary>Reads some of what is after a position.</summary>
    /// <param name="after">The position.</param>
    /// <exception cref="IOException">It cannot be read now.</exception>
    NotificationBatch Read(long after);

    /// <summary>Says that nobody will ask again for anything up to a position.</summary>
    Task ReleaseAsync(long through);
}
