using Gateway.Hosting.Audit;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Gatekeeper.Hosting;

/// <summary>Refuses to start with files that others could have read or written: the keys, and what says whom to trust.</summary>
internal static class FileGuard
{
    private const int GroupBits = 0x38;

    /// <summary>Makes sure that the process's memory is closed to other processes, or on a developer's machine lets debuggers in.</summary>
    /// <exception cref="ConfigurationException">The kernel does not close it.</exception>
    public static void CloseMemory(GatekeeperOptions options)
    {
        if (options.Development)
        {
            ProcessMemory.OpenForDebuggers();
        }
        else if (!ProcessMemory.IsClosed)
        {
            throw new ConfigurationException("The kernel does not close this process's memory to other processes (prctl PR_SET_DUMPABLE).");
        }
    }

    /// <summary>Checks all files that the configuration names.</summary>
    /// <exception cref="ConfigurationException">Some cannot be believed; the message names each key and path, the owner and mode found, and what mends it.</exception>
    public static void Check(GatekeeperOptions options)
    {
        var meeting = Path.GetDirectoryName(Path.GetFullPath(options.Deployer.Socket)) ?? "/";
        if (!options.Development && !Directory.Exists(meeting))
        {
            throw new ConfigurationException(
                $"Gatekeeper:Deployer:Socket is '{options.Deployer.Socket}': its folder is not there, or this program's user may not enter the way to it. "
                + "Its group is the one that both programs share, and may read no key; make it first: install -d -o deployer -g gate -m 2750 " + meeting);
        }

        var judge = JudgeOf(options);
        var faults = Paths(options, meeting)
            .Where(entry => entry.Path.Length > 0)
            .Select(entry => judge.FindFault(entry.Path, entry.Kind) is { } fault ? $"{entry.Key} is '{entry.Path}': {fault}" : null)
            .OfType<string>()
            .ToArray();
        if (faults.Length > 0)
        {
            throw new ConfigurationException(string.Join(Environment.NewLine, faults));
        }
    }

    /// <summary>A judge of what this program uses.</summary>
    public static PathJudge JudgeOf(GatekeeperOptions options) =>
        new(options.Development, SharedGroup(options, Path.GetDirectoryName(Path.GetFullPath(options.Deployer.Socket)) ?? "/")) { OwnFolder = options.StateDirectory };

    // Who reaches the socket is not who may read the keys, even where the gatekeeper runs with that group.
    private static uint? SharedGroup(GatekeeperOptions options, string meeting) =>
        !options.Development && PosixFiles.Find(meeting) is { } folder && (folder.Permissions & GroupBits) != 0 ? folder.Group : null;

    private static IEnumerable<(string Key, string Path, PathKind Kind)> Paths(GatekeeperOptions options, string meeting) =>
    [
        ("appsettings.json", Path.Combine(AppContext.BaseDirectory, "appsettings.json"), PathKind.Trusted),
        ("Gatekeeper:ConfigurationFile", options.ConfigurationFile, PathKind.Trusted),
        ("Gatekeeper:StateDirectory", options.StateDirectory, PathKind.OwnFolder),
        ("Gatekeeper:StateDirectory", AuditKeys.FolderIn(options.StateDirectory), PathKind.OwnFolder),
        ("Gatekeeper:Tls:CertificateFile", options.Tls.CertificateFile, PathKind.Trusted),
        ("Gatekeeper:Tls:KeyFile", TlsKey(options), PathKind.Secret),
        ("Gatekeeper:Grants:SigningKeyFile", options.Grants.SigningKeyFile, PathKind.Secret),
        ("Gatekeeper:Audit:SigningKeyFile", AuditKeys.PathOf(options.Audit, options.StateDirectory), PathKind.Secret),
        ("Gatekeeper:Audit:Directory", options.Audit.DirectoryIn(options.StateDirectory), options.Audit.Directory.Length > 0 ? PathKind.Folder : PathKind.OwnFolder),
        ("Gatekeeper:Policy:Directory", options.Policy.Directory, PathKind.Tree),
        ("Gatekeeper:Deployer:Socket", meeting, PathKind.MeetingPlace),
        .. options.Issuers.Select((issuer, i) => ($"Gatekeeper:Issuers:{i}:JwksFile", issuer.JwksFile, PathKind.Trusted)),
    ];

    private static string TlsKey(GatekeeperOptions options) => options.Tls.KeyFile.Length > 0
        ? options.Tls.KeyFile
        : Path.Combine(options.StateDirectory, "tls", DevelopmentCertificate.KeyFile);
}
