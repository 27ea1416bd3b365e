namespace Gateway.Hosting.Notifications;

/// <summary>How much of an event's data is told.</summary>
/// <param name="TextLength">The most characters of a text.</param>
/// <param name="Items">The most entries of a list.</param>
internal readonly record struct EventBounds(int TextLength, int Items);
