using Gateway.Hosting.Settings;
using Gateway.Hosting.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting.Notifications;

/// <summary>Adds the notifications of a program.</summary>
public static class NotificationServices
{
    /// <summary>Adds them, where there is a webhook.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">The section <c>Notifications</c>; valid.</param>
    /// <param name="section">The program's section.</param>
    /// <param name="origin">The origin of the program's log, by which receivers tell programs apart.</param>
    /// <param name="source">What happens, given the <c>source</c> of the events.</param>
    public static void AddNotifications(
        this IServiceCollection services, NotificationOptions options, string section, string origin, Func<IServiceProvider, string, INotificationSource> source)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        if (options.Webhooks.Count == 0)
        {
            return;
        }

        var name = EventBody.SourceOf(origin);
        services.TryAddSingleton(DeliveryTimes.Default);
        services.AddHostedService(provider => new NotificationService(
            OpenAll(options, section, provider.GetRequiredService<TimeProvider>()),
            source(provider, name),
            name,
            NotificationFiles.DirectoryIn(provider.GetRequiredService<StateDirectory>().FullPath),
            provider.GetRequiredService<DeliveryTimes>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<NotificationService>>()));
    }

    /// <summary>Makes sure that what the keys of the webhooks name can be used.</summary>
    /// <exception cref="ConfigurationException">It cannot.</exception>
    public static void Check(NotificationOptions options, string section)
    {
        ArgumentNullException.ThrowIfNull(options);
        OpenAll(options, section, TimeProvider.System).ForEach(webhook => webhook.Dispose());
    }

    private static List<Webhook> OpenAll(NotificationOptions options, string section, TimeProvider time) =>
        [.. options.Webhooks.Select(entry => Webhook.Open(entry.Key, entry.Value, section, time))];
}
