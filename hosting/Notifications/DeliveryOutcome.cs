namespace Gateway.Hosting.Notifications;

/// <summary>What came of one try.</summary>
/// <param name="Error">Why it failed, in words for the operator; null where it did not.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
internal readonly record struct DeliveryOutcome(string? Error, TimeSpan? RetryAfter = null);
