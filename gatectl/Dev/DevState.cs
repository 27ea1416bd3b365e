using System.Security.Cryptography;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary>
/// A local gate's state directory, held by one process at a time. What is there is kept: keys, policies that were edited, the
/// audit log, deployments. What is missing is made.
/// </summary>
internal sealed class DevState : IDisposable
{
    /// <summary>Written into a new state; a state with another number was made by a program that laid it out differently.</summary>
    private const string CurrentFormat = "1";

    private const int SecretsKeyBytes = 32;

    private readonly FileStream _heldLock;

    private DevState(DevPaths paths, FileStream heldLock)
    {
        Paths = paths;
        _heldLock = heldLock;
    }

    public DevPaths Paths { get; }

    /// <exception cref="CommandFailure">Another process holds the directory, or what is in it is not such a state.</exception>
    public static DevState Open(string directory, ProgramDirectories directories, TimeProvider time)
    {
        var paths = new DevPaths(directory);
        if (File.Exists(directory))
        {
            throw CommandFailure.Usage($"{directory} is a file; --state names a directory.");
        }

        var isNew = !Directory.Exists(directory) || !Directory.EnumerateFileSystemEntries(directory).Any();
        StateFiles.CreateDirectory(directory);
        if (!isNew)
        {
            RequireFormat(paths);
        }

        var state = new DevState(paths, TakeLock(paths));
        try
        {
            StateFiles.Write(paths.Format, CurrentFormat + "\n");
            state.Fill(directories, time);
            return state;
        }
        catch (Exception exception) when (exception is InvalidDataException or CryptographicException or FormatException)
        {
            state.Dispose();
            throw CommandFailure.Failed($"the state in {directory} is damaged: {exception.Message} Mend it, or delete the directory to begin anew.", exception);
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    public void Dispose() => _heldLock.Dispose();

    private static void RequireFormat(DevPaths paths)
    {
        var format = File.Exists(paths.Format) ? File.ReadAllText(paths.Format).Trim() : null;
        if (format == CurrentFormat)
        {
            return;
        }

        throw CommandFailure.Failed(format is null
            ? $"{paths.Root} is not empty, and not the state of a local gate; name another directory with --state."
            : $"the state in {paths.Root} has the format '{TerminalText.Escape(format)}', and this program knows {CurrentFormat} only; name another directory with --state, or delete it to begin anew.");
    }

    private static FileStream TakeLock(DevPaths paths)
    {
        try
        {
            return new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(paths.Lock))
        {
            throw CommandFailure.Failed($"another 'gatectl dev' runs on {paths.Root}; stop it, or name another directory with --state.", exception);
        }
    }

    private void Fill(ProgramDirectories directories, TimeProvider time)
    {
        foreach (var directory in (string[])[Paths.Gatekeeper, Paths.Deployer, Paths.Logs, Paths.Artifacts, Path.GetDirectoryName(Paths.Socket)!])
        {
            StateFiles.CreateDirectory(directory);
        }

        foreach (var environment in ProgramSettings.Environments)
        {
            StateFiles.CreateDirectory(Paths.Target(environment));
        }

        new LocalAuthority(Paths, time).Ensure();
        SigningKeys.EnsurePair(Paths.GrantSigningKey, Paths.GrantPublicKey);
        EnsureSecretsKey();
        PolicyCopy.Ensure(directories, Paths);
        EnsureArtifacts();
    }

    private void EnsureSecretsKey()
    {
        if (!File.Exists(Paths.SecretsKey))
        {
            StateFiles.WriteSecret(Paths.SecretsKey, Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretsKeyBytes)) + "\n");
        }
        else if (Convert.FromBase64String(StateFiles.ReadSecret(Paths.SecretsKey).Trim()).Length != SecretsKeyBytes)
        {
            throw new InvalidDataException($"{Paths.SecretsKey} does not hold {SecretsKeyBytes} bytes in base64.");
        }
    }

    private void EnsureArtifacts()
    {
        foreach (var version in SampleApplication.Versions)
        {
            var file = Path.Combine(Paths.Artifacts, SampleApplication.FileName(version));
            if (!File.Exists(file))
            {
                StateFiles.Write(file, SampleApplication.Pack(version));
            }
        }
    }
}
