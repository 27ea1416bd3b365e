using Gateway.Hosting.Settings;

namespace Gateway.Hosting.Notifications;

/// <summary>A webhook of the configuration, with its secrets and its connection.</summary>
/// <param name="name">Its name.</param>
/// <param name="host">The server, for the operator: the rest of a URL may be what the receiver knows its senders by.</param>
/// <param name="types">What it is told of; empty: everything.</param>
/// <param name="giveUpAfter">How long an event is tried.</param>
/// <param name="client">Posts.</param>
internal sealed class Webhook(string name, string host, IReadOnlyCollection<string> types, TimeSpan giveUpAfter, WebhookClient client) : IDisposable
{
    /// <value>Its name.</value>
    public string Name => name;

    /// <value>The server.</value>
    public string Host => host;

    /// <value>How long after it happened an event is tried.</value>
    public TimeSpan GiveUpAfter => giveUpAfter;

    /// <value>Posts.</value>
    public WebhookClient Client => client;

    /// <summary>Whether it is told of events of a type.</summary>
    public bool Takes(string type) => NotificationTypes.Takes(types, type);

    /// <summary>Reads what its keys name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Its options; valid.</param>
    /// <param name="section">The program's section.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConfigurationException">A file cannot be used.</exception>
    public static Webhook Open(string name, WebhookOptions options, string section, TimeProvider time)
    {
        var path = $"{NotificationFiles.KeyOf(section)}:{name}";
        List<WebhookSecret> secrets = [WebhookSecret.Read($"{path}:{nameof(options.SecretFile)}", options.SecretFile)];
        if (options.PreviousSecretFile.Length > 0)
        {
            secrets.Add(WebhookSecret.Read($"{path}:{nameof(options.PreviousSecretFile)}", options.PreviousSecretFile));
        }

        var url = new Uri(options.Url);
        var trust = WebhookTrust.Read($"{path}:{nameof(options.CaFile)}", options.CaFile);
        return new Webhook(name, url.Authority, options.Types, options.GiveUpAfter, new WebhookClient(url, secrets, trust, options.Timeout, time));
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
