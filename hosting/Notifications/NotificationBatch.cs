namespace Gateway.Hosting.Notifications;

/// <summary>What a source has after a position.</summary>
/// <param name="Notifications">What is to be told, in its order.</param>
/// <param name="Through">The position up to which this is all.</param>
/// <param name="Lost">How many positions on the way are not kept any more.</param>
public sealed record NotificationBatch(IReadOnlyList<Notification> Notifications, long Through, long Lost);
