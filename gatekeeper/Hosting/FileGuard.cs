using Gateway.Hosting.Notifications;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Settings;
using Gateway.Hosting.Text;

namespace Gatekeeper.Hosting;

/// <summary>Refuses to start with files that others could have read or written: the keys, and what says whom to trust.</summary>
internal static class FileGuard
{
    private const int GroupBits = 0x38;

    /// <summary>Checks all files that the configuration names.</summary>
    /// <exception cref="ConfigurationException">Some cannot be believed; the message names each key and path, the owner and mode found, and what mends it.</exception>
    public static void Check(GatekeeperOptions options)
    {
        var meeting = MeetingPlace(options);
        if (!options.Development && !Directory.Exists(meeting))
        {
            throw new ConfigurationException(
                $"{Setting.Describe("Gatekeeper:Deployer:Socket", options.Deployer.Socket)}: its directory is not there, or this program's user may not enter the way to it. "
                + "Its group is the one that both programs share, and may read no key; make it first: install -d -o deployer -g gate -m 2750 " + ShellText.Quote(meeting));
        }

        Setting.Require(
            options.Development || !IsLink(options.Deployer.Socket), "Gatekeeper:Deployer:Socket", options.Deployer.Socket, "the path of the socket itself and not of a link to it, so that the directory is judged in which it stands");
        GuardedFile.Require(JudgeOf(options), Files(options, meeting));
    }

    /// <summary>A judge of what this program uses.</summary>
    public static PathJudge JudgeOf(GatekeeperOptions options) =>
        new(options.Development, SharedGroup(options)) { OwnDirectories = [options.StateDirectory] };

    /// <summary>The group of the socket's directory; null in development, and where it lets no group in.</summary>
    // Who reaches the socket is not who may read the keys, even where the gatekeeper runs with that group. A link has a group of its own.
    public static uint? SharedGroup(GatekeeperOptions options) =>
        !options.Development && PosixFiles.FindTarget(MeetingPlace(options)) is { } directory && (directory.Permissions & GroupBits) != 0 ? directory.Group : null;

    // What may not be looked at is no socket that can be connected to.
    private static bool IsLink(string socket)
    {
        try
        {
            return PosixFiles.Find(Path.GetFullPath(socket)) is { Type: FileType.SymbolicLink };
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string MeetingPlace(GatekeeperOptions options) => Path.GetDirectoryName(Path.GetFullPath(options.Deployer.Socket)) ?? "/";

    private static IEnumerable<GuardedFile> Files(GatekeeperOptions options, string meeting) =>
    [
        GuardedFile.OwnConfiguration,
        new("Gatekeeper:ConfigurationFile", options.ConfigurationFile, PathKind.Trusted),
        new("Gatekeeper:StateDirectory", options.StateDirectory, PathKind.OwnDirectory),
        .. GuardedState.Of(GatekeeperOptions.Section, options.StateDirectory, options.Audit),
        new("Gatekeeper:Tls:CertificateFile", options.Tls.CertificateFile, PathKind.Trusted),
        new("Gatekeeper:Tls:KeyFile", TlsKey(options), PathKind.Secret) { IsDerived = options.Tls.KeyFile.Length == 0 },
        new("Gatekeeper:Grants:SigningKeyFile", options.Grants.SigningKeyFile, PathKind.Secret),
        .. options.Grants.TrustedKeyFiles.Select((file, i) => new GuardedFile($"Gatekeeper:Grants:TrustedKeyFiles:{i}", file, PathKind.Trusted)),
        new("Gatekeeper:Policy:Directory", options.Policy.Directory, PathKind.Tree),
        new("Gatekeeper:Deployer:Socket", meeting, PathKind.MeetingPlace) { IsDerived = true },
        .. options.Issuers.Select((issuer, i) => new GuardedFile($"Gatekeeper:Issuers:{i}:JwksFile", issuer.JwksFile, PathKind.Trusted)),
        .. NotificationFiles.Guarded(options.Notifications, GatekeeperOptions.Section, options.StateDirectory),
    ];

    private static string TlsKey(GatekeeperOptions options) => options.Tls.KeyFile.Length > 0
        ? options.Tls.KeyFile
        : Path.Combine(options.StateDirectory, "tls", DevelopmentCertificate.KeyFile);
}
