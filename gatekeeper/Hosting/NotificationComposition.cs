using Gatekeeper.Audit;
using Gatekeeper.Notifications;
using Gateway.Hosting.Notifications;

namespace Gatekeeper.Hosting;

/// <summary>What tells others of what is on record.</summary>
internal static class NotificationComposition
{
    /// <summary>Adds it.</summary>
    public static void AddNotifications(this IServiceCollection services, GatekeeperOptions options) => services.AddNotifications(
        options.Notifications, GatekeeperOptions.Section, options.Audit.Origin, (provider, source) => SourceOf(provider, options, source));

    private static LogNotificationSource SourceOf(IServiceProvider provider, GatekeeperOptions options, string source)
    {
        var log = provider.GetRequiredService<DecisionLog>().Log;
        return new LogNotificationSource(options.Audit.DirectoryIn(options.StateDirectory), () => log.DurableRecords, new RecordNotifications(source));
    }
}
