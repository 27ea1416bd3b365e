using Gateway.Hosting.Posix;

namespace Deployer.Deployments;

/// <summary>The deployments' work directories, each named by its deployment. No link among them, or to them, is followed: what is removed is the deployer's own.</summary>
internal sealed partial class WorkDirectories(string root, ILogger<WorkDirectories> logger)
{
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The directory of a deployment; made by who needs it.</summary>
    public string Of(string id) => Path.Combine(root, id);

    /// <summary>Removes a deployment's directory where it is there. What cannot be removed now is in nobody's way, and goes at a later start.</summary>
    public void Remove(string id)
    {
        var path = Of(id);
        try
        {
            if (PosixFiles.Find(root) is not { Type: FileType.Directory } || PosixFiles.Find(path) is not { } status)
            {
                return;
            }

            if (status.Type == FileType.Directory)
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLeft(logger, path, e.Message);
        }
    }

    /// <summary>Removes what crashes have left of deployments that are over.</summary>
    /// <exception cref="IOException">The directory cannot be made or read, or is a link or a file; the message names it.</exception>
    public void RemoveAllBut(IReadOnlySet<string> open)
    {
        try
        {
            if (PosixFiles.Find(root) is { } status && status.Type != FileType.Directory)
            {
                throw new IOException($"{root} must be a directory of its own, and is {(status.Type == FileType.SymbolicLink ? "a link" : "none")}. Remove it: nothing in it is needed.");
            }

            Directory.CreateDirectory(root, PrivateMode);
            foreach (var name in new DirectoryInfo(root).EnumerateFileSystemInfos().Select(entry => entry.Name).ToList())
            {
                if (!open.Contains(name) || PosixFiles.Find(Of(name)) is not { Type: FileType.Directory })
                {
                    Remove(name);
                }
            }
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{root}: {e.Message}", e);
        }
    }

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "{Path} could not be removed: {Reason}. It is not needed any more; remove it by hand, or mend it so that the next start can.")]
    private static partial void LogLeft(ILogger logger, string path, string reason);
}
