namespace Gateway.Hosting.Notifications;

/// <summary>How far a webhook has been told.</summary>
/// <param name="Position">The last position of the source that it need not be told again.</param>
/// <param name="GivenUp">How many events were given up so far.</param>
internal readonly record struct WebhookCursor(long Position, long GivenUp);
