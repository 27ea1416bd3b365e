using System.ComponentModel.DataAnnotations;

namespace Gateway.Hosting.Notifications;

/// <summary>One webhook: a server that events are posted to. Section <c>Notifications:Webhooks:&lt;name&gt;</c>.</summary>
public sealed class WebhookOptions
{
    /// <value>Where events are posted to: an <c>https</c> URL without user and fragment; <c>http</c> on loopback and in development only. Redirects are not followed.</value>
    public string Url { get; set; } = "";

    /// <value>The file with the secret that signs: <c>whsec_</c> and at least 32 bytes in base64, or such bytes themselves. Readable by the program's user only.</value>
    public string SecretFile { get; set; } = "";

    /// <value>A second secret that signs, too, while the first takes its place at the receiver; empty: none.</value>
    public string PreviousSecretFile { get; set; } = "";

    /// <value>A PEM file of authorities that may have issued the server's certificate, besides those that the system trusts; empty: none.</value>
    public string CaFile { get; set; } = "";

    /// <value>The types of events that are posted, each whole or as a beginning with <c>.*</c> behind it, such as <c>gatekeeper.deployment.*</c>; empty: all.</value>
    public List<string> Types { get; set; } = [];

    /// <value>How long one try may take; from one second to one minute.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>How long after it happened an event is tried before it is given up; from one minute to 14 days.</value>
    [Range(typeof(TimeSpan), "00:01:00", "14.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(3);
}
