using Deployer.Configuration;
using Deployer.Targets.Directories;
using Gateway.Hosting.Notifications;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Settings;

namespace Deployer.Hosting;

/// <summary>Refuses to start with files that others could have read or written: the keys, what says whom to trust, and what is deployed to.</summary>
internal static class FileGuard
{
    /// <summary>Checks all files that the configuration names.</summary>
    /// <exception cref="ConfigurationException">Some cannot be believed; the message names each key and path, the owner and mode found, and what mends it.</exception>
    public static void Check(DeployerOptions options) => GuardedFile.Require(JudgeOf(options), [.. OfTheStore(options), .. OfServing(options)]);

    /// <summary>Checks what the verbs of the secret store use, too.</summary>
    /// <exception cref="ConfigurationException">See <see cref="Check"/>.</exception>
    public static void CheckSecrets(DeployerOptions options) => GuardedFile.Require(JudgeOf(options), OfTheStore(options));

    /// <summary>A judge of what this program uses.</summary>
    // Who reaches the socket is not who may read the keys, even where the deployer runs with that group.
    public static PathJudge JudgeOf(DeployerOptions options) =>
        new(options.Development, SocketGroup.Find(options)) { OwnDirectories = [options.StateDirectory, .. OfTargets(options).Where(target => target.Path.Length > 0).Select(target => WrittenFor(target.Path)).OfType<string>()] };

    /// <summary>Where the deployer makes directories for a target: in its own, or, where that is not there yet, in the nearest that is.</summary>
    /// <returns>The directory; null where it is one of the system's, which does not become the deployer's for what is yet to be made in it.</returns>
    internal static string? WrittenFor(string target)
    {
        var nearest = target;
        while (!Directory.Exists(nearest) && Path.GetDirectoryName(nearest) is { } parent)
        {
            nearest = parent;
        }

        return nearest == target || !PathMend.IsOfTheSystem(nearest) ? nearest : null;
    }

    private static IEnumerable<GuardedFile> OfTheStore(DeployerOptions options) =>
    [
        GuardedFile.OwnConfiguration,
        new("Deployer:ConfigurationFile", options.ConfigurationFile, PathKind.Trusted),
        new("Deployer:StateDirectory", options.StateDirectory, PathKind.OwnDirectory),
        new("Deployer:Secrets:KeyFile", options.Secrets.KeyFile, PathKind.Secret),
        new("Deployer:Secrets:File", options.Secrets.File, PathKind.Secret),
    ];

    private static IEnumerable<GuardedFile> OfServing(DeployerOptions options) =>
    [
        new("Deployer:Policy:Directory", options.Policy.Directory, PathKind.Tree),
        .. options.Grants.PublicKeyFiles.Select((file, i) => new GuardedFile($"Deployer:Grants:PublicKeyFiles:{i}", file, PathKind.Trusted)),
        .. GuardedState.Of(DeployerOptions.Section, options.StateDirectory, options.Audit),
        .. NotificationFiles.Guarded(options.Notifications, DeployerOptions.Section, options.StateDirectory),
        .. OfTargets(options),
    ];

    private static IEnumerable<GuardedFile> OfTargets(DeployerOptions options) =>
        options.Allow.SelectMany((rule, i) => rule.Targets.Select((target, j) => OfRule($"Deployer:Allow:{i}:Targets:{j}", target)));

    // The directories of names that are yet to come are judged when they are deployed to.
    private static GuardedFile OfRule(string key, string target)
    {
        const string Directories = DirectoryTargetKind.KindName + ":";
        return new(key, target.StartsWith(Directories, StringComparison.Ordinal) ? DirectoryPlace.FixedPart(target[Directories.Length..]) : "", PathKind.Directory) { IsDerived = true };
    }
}
