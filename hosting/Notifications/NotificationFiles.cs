using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Gateway.Hosting.Notifications;

/// <summary>The files of the section <c>Notifications</c>.</summary>
public static class NotificationFiles
{
    private const string DirectoryName = "notifications";

    /// <summary>The key of the webhooks.</summary>
    /// <param name="section">The program's section.</param>
    public static string KeyOf(string section) => $"{section}:Notifications:{nameof(NotificationOptions.Webhooks)}";

    /// <summary>What is guarded: the secrets, the authorities, and the directory of cursors.</summary>
    /// <param name="options">The section <c>Notifications</c>.</param>
    /// <param name="section">The program's section.</param>
    /// <param name="stateDirectory">The state directory.</param>
    public static IEnumerable<GuardedFile> Guarded(NotificationOptions options, string section, string stateDirectory)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Webhooks.Count == 0 ? [] :
        [
            new($"{section}:StateDirectory", DirectoryIn(stateDirectory), PathKind.OwnDirectory) { IsDerived = true },
            .. options.Webhooks.SelectMany(entry => Of(entry.Value, $"{KeyOf(section)}:{entry.Key}")),
        ];
    }

    /// <summary>The directory of cursors.</summary>
    internal static string DirectoryIn(string stateDirectory) => Path.Combine(stateDirectory, DirectoryName);

    private static IEnumerable<GuardedFile> Of(WebhookOptions webhook, string path) =>
    [
        new($"{path}:{nameof(webhook.SecretFile)}", webhook.SecretFile, PathKind.Secret),
        new($"{path}:{nameof(webhook.PreviousSecretFile)}", webhook.PreviousSecretFile, PathKind.Secret),
        new($"{path}:{nameof(webhook.CaFile)}", webhook.CaFile, PathKind.Trusted),
    ];
}
