namespace Gateway.Hosting.Notifications;

/// <summary>Who is told of what happens. Section <c>Notifications</c> of a program.</summary>
public sealed class NotificationOptions
{
    /// <value>The webhooks, by names of lower-case letters, digits and hyphens; at most 16. A new one is told what happens from its first start on.</value>
    public Dictionary<string, WebhookOptions> Webhooks { get; set; } = new(StringComparer.Ordinal);
}
