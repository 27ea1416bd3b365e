using System.Diagnostics.CodeAnalysis;
using Gateway.Hosting.Notifications;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Deployer.Configuration;

/// <summary>Checks what the types cannot say, and fills in the defaults that depend on other keys.</summary>
internal static class DeployerOptionsValidator
{
    /// <summary>Checks <paramref name="options"/> and completes them.</summary>
    /// <exception cref="ConfigurationException">A value cannot be used.</exception>
    public static void Complete(DeployerOptions options)
    {
        // As they were given: a path is made absolute below, blanks and all.
        if (OptionAnnotations.FindFaults(options, DeployerOptions.Section).FirstOrDefault() is { } fault)
        {
            throw new ConfigurationException(fault);
        }

        RequirePath("Deployer:StateDirectory", options.StateDirectory);
        options.StateDirectory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.StateDirectory));
        options.Socket = Path.GetFullPath(OrDefault(options.Socket, Path.Combine(options.StateDirectory, "run", "deployer.sock")));
        options.Secrets.File = OrDefault(options.Secrets.File, Path.Combine(options.StateDirectory, "secrets.db"));
        Setting.Require(SocketPath.IsValid(options.Socket), "Deployer:Socket", options.Socket, $"a path of at most {SocketPath.MaxBytes} bytes");
        Setting.Require(options.Audience.Length is > 0 and <= 256, "Deployer:Audience", options.Audience, "1 to 256 characters");
        CheckLimits(options.Limits);
        Setting.Require(options.Journal.MaxDeployments is >= 1000 and <= 10_000_000, "Deployer:Journal:MaxDeployments", options.Journal.MaxDeployments.ToString(), "1000 to 10000000");
        Setting.Require(options.Journal.KeepFor >= TimeSpan.FromDays(30) && options.Journal.KeepFor <= TimeSpan.FromDays(36_500), "Deployer:Journal:KeepFor", options.Journal.KeepFor.ToString(), "30 to 36500 days, such as 1095.00:00:00");
        if (NotificationRules.FindFaults(options.Notifications, DeployerOptions.Section, NotificationTypes.OfDeployer, options.Development).ToArray() is { Length: > 0 } faults)
        {
            throw new ConfigurationException(string.Join(Environment.NewLine, faults));
        }
    }

    /// <summary>Checks what only the serving program needs, not its command-line verbs.</summary>
    /// <exception cref="ConfigurationException">A value cannot be used.</exception>
    public static void RequireServing(DeployerOptions options)
    {
        RequirePath("Deployer:Policy:Directory", options.Policy.Directory);
        Setting.Require(options.Grants.PublicKeyFiles.Count > 0, "Deployer:Grants:PublicKeyFiles", "", "at least one PEM file with a gatekeeper's public key");
        _ = PeerUsers.Resolve(options);
        var isReachable = options.Development || !options.Socket.StartsWith(options.StateDirectory + "/", StringComparison.Ordinal);
        Setting.Require(isReachable, "Deployer:Socket", options.Socket, "a path outside of the state directory, which no other user may enter, such as /run/deployer/deployer.sock");
    }

    private static void CheckLimits(LimitOptions limits)
    {
        RequireRange(nameof(limits.MaxMessageBytes), limits.MaxMessageBytes, 1024, 4 << 20);
        RequireRange(nameof(limits.MaxConnections), limits.MaxConnections, 1, 10_000);
        RequireRange(nameof(limits.MaxDeploymentsPerLane), limits.MaxDeploymentsPerLane, 1, 100_000);
        RequireRange(nameof(limits.MaxDeployments), limits.MaxDeployments, 1, 1_000_000);
        RequireRange(nameof(limits.MaxRunning), limits.MaxRunning, 1, 1000);
        RequireRange(nameof(limits.MaxWatches), limits.MaxWatches, 1, 100_000);
        RequireRange(nameof(limits.MaxArtifactBytes), limits.MaxArtifactBytes, 1, 1L << 40);
        RequireRange(nameof(limits.MaxStoreBytes), limits.MaxStoreBytes, limits.MaxArtifactBytes, 1L << 50);
        RequireRange(nameof(limits.MaxUnpackedBytes), limits.MaxUnpackedBytes, 1, 1L << 42);
        RequireRange(nameof(limits.MaxEntries), limits.MaxEntries, 1, 10_000_000);
        RequireRange(nameof(limits.MaxCompressionRatio), limits.MaxCompressionRatio, 1, 10_000);
        RequireTime("Deployer:Limits:DrainTimeout", limits.DrainTimeout, TimeSpan.FromMinutes(10));
    }

    private static void RequireTime(string key, TimeSpan time, TimeSpan max) =>
        Setting.Require(time > TimeSpan.Zero && time <= max, key, time.ToString(), $"a time up to {max}, such as 00:00:30");

    private static void RequireRange(string key, long value, long min, long max) =>
        Setting.Require(value >= min && value <= max, $"Deployer:Limits:{key}", value.ToString(), $"{min} to {max}");

    private static void RequirePath(string key, string value) => Setting.Require(value.Length > 0 && !value.Contains('\0'), key, value, "a directory's path");

    private static string OrDefault(string value, string fallback) => value.Length > 0 ? value : fallback;
}
