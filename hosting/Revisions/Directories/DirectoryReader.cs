using Gateway.Hosting.Posix;
using Rego.Loading;

namespace Gateway.Hosting.Revisions.Directories;

/// <summary>Reads the files that a scan found, exactly as it found them.</summary>
internal static class DirectoryReader
{
    /// <summary>Reads all files.</summary>
    /// <exception cref="DirectoryChangedException">A file is not any more what the scan saw.</exception>
    /// <exception cref="IOException">A file cannot be read; the message begins with its path.</exception>
    public static List<PolicyFile> Read(DirectoryScan scan) => [.. scan.Files.Select(Read)];

    private static PolicyFile Read(ScannedFile file)
    {
        try
        {
            // Opened without blocking and without following a link: what was a file may be a FIFO by now.
            using var stream = PosixFiles.OpenRegular(file.RealPath) ?? throw new DirectoryChangedException(file.Path);
            RequireUnchanged(file, stream);
            var content = new byte[file.Status.Size];
            var read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            RequireUnchanged(file, stream);
            return read == content.Length ? new PolicyFile(file.Path, content) : throw new DirectoryChangedException(file.Path);
        }
        catch (NotRegularFileException)
        {
            throw new DirectoryChangedException(file.Path);
        }
        catch (IOException e)
        {
            throw new IOException($"{file.Path}: {e.Message}", e);
        }
    }

    private static void RequireUnchanged(ScannedFile file, FileStream stream)
    {
        if (PosixFiles.StatusOf(stream.SafeFileHandle) != file.Status)
        {
            throw new DirectoryChangedException(file.Path);
        }
    }
}
