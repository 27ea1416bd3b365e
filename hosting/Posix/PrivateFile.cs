using System.Text;

namespace Gateway.Hosting.Posix;

/// <summary>Files and directories that only their owner may read, written whole or not at all.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a directory that only its owner enters.</summary>
    public static void CreateDirectory(string path) => Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);

    /// <summary>Replaces a file's content in one step.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its new content.</param>
    /// <param name="durable">Whether it is on stable storage when the method returns.</param>
    public static void Write(string path, string text, bool durable) => Write(path, Encoding.UTF8.GetBytes(text), durable);

    /// <inheritdoc cref="Write(string, string, bool)"/>
    public static void Write(string path, byte[] content, bool durable)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var handle = DurableFiles.OpenForAppend(temporary))
        {
            RandomAccess.Write(handle, content, 0);
            if (durable)
            {
                DurableFiles.SyncData(handle, temporary);
            }
        }

        File.Move(temporary, path, overwrite: true);
        if (durable)
        {
            DurableFiles.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
    }
}
