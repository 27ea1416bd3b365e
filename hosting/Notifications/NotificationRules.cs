using Gateway.Contract.Validation;
using Gateway.Hosting.Settings;

namespace Gateway.Hosting.Notifications;

/// <summary>What must hold of the section <c>Notifications</c> beyond what the types say.</summary>
public static class NotificationRules
{
    private const int MaxWebhooks = 16;
    private const int MaxUrlLength = 2048;

    /// <summary>What is wrong, each as a sentence that names the key and what it holds; empty where nothing is.</summary>
    /// <param name="options">The section.</param>
    /// <param name="section">The program's section.</param>
    /// <param name="types">The types of events that the program has.</param>
    /// <param name="isDevelopment">Whether this is a developer's machine.</param>
    public static IEnumerable<string> FindFaults(NotificationOptions options, string section, IReadOnlyList<string> types, bool isDevelopment)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = NotificationFiles.KeyOf(section);
        return options.Webhooks.Count > MaxWebhooks
            ? [$"The key '{path}' has {options.Webhooks.Count} webhooks; valid are at most {MaxWebhooks}."]
            : options.Webhooks.SelectMany(entry => FindFaults(entry.Key, entry.Value, path, types, isDevelopment));
    }

    private static IEnumerable<string> FindFaults(string name, WebhookOptions webhook, string path, IReadOnlyList<string> types, bool isDevelopment)
    {
        // Of a name, a file is made.
        if (!FieldRules.IsName(name))
        {
            yield return Setting.Fault(path, name, "a name of 1 to 63 lower-case letters, digits and hyphens, the ends a letter or digit");
            yield break;
        }

        if (!IsUrl(webhook.Url, isDevelopment))
        {
            yield return Setting.Fault($"{path}:{name}:{nameof(webhook.Url)}", Shown(webhook.Url), $"an https URL (http on loopback and in development only) of at most {MaxUrlLength} characters, without user and fragment");
        }

        if (webhook.SecretFile.Length == 0)
        {
            yield return Setting.Fault($"{path}:{name}:{nameof(webhook.SecretFile)}", "", "the path of a file with at least 32 bytes, or with 'whsec_' and such bytes in base64");
        }

        for (var i = 0; i < webhook.Types.Count; i++)
        {
            if (!types.Any(type => NotificationTypes.Matches(webhook.Types[i], type)))
            {
                yield return Setting.Fault($"{path}:{name}:{nameof(webhook.Types)}:{i}", webhook.Types[i], $"one of {string.Join(", ", types)}, or the beginning of one and '.*'");
            }
        }
    }

    private static bool IsUrl(string text, bool isDevelopment) =>
        text.Length <= MaxUrlLength
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && (isDevelopment || url.IsLoopback)))
        && url.Host.Length > 0 && url.UserInfo.Length == 0 && url.Fragment.Length == 0;

    // A password has its place before an @, and receivers have their tokens in the query or the path: a message is for a log that others read.
    private static string Shown(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) is var scheme and > 0 ? scheme + 3 : 0;
        var end = text.AsSpan(start).IndexOfAny('/', '?', '#') is var rest and >= 0 ? start + rest : text.Length;
        var user = text.AsSpan(start, end - start).LastIndexOf('@');
        return string.Concat(text[..start], user >= 0 ? "…@" : "", text[(start + user + 1)..end], end < text.Length ? "/…" : "");
    }
}
