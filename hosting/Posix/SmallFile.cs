using System.Text;

namespace Gateway.Hosting.Posix;

/// <summary>
/// Files of keys and settings, read whole: a link is followed, and what it leads to is a regular file of bounded size, so that neither a
/// FIFO nor what grows without end stops or fills the program that reads it.
/// </summary>
public static class SmallFile
{
    /// <summary>Reads a file's text: UTF-8, or what its byte order mark says.</summary>
    /// <inheritdoc cref="ReadBytes"/>
    public static string ReadText(string path, int maxBytes)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path, maxBytes)), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Reads a file's content.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="maxBytes">The most that it may have.</param>
    /// <exception cref="IOException">It is not there, no regular file, too long, or cannot be read.</exception>
    public static byte[] ReadBytes(string path, int maxBytes)
    {
        using var file = PosixFiles.OpenRegular(PosixFiles.RealPath(path) ?? path) ?? throw new FileNotFoundException("It is not there.");

        // By what is read, not by the size that the file says it has: it may grow, and those of /proc say that they are empty.
        var content = new byte[Math.Min(file.Length, maxBytes) + 1];
        var count = 0;
        while (ReadSome(file, content, count) is > 0 and var read)
        {
            count += read;
            if (count > maxBytes)
            {
                throw new IOException($"It has more than {maxBytes} bytes.");
            }

            if (count == content.Length)
            {
                Array.Resize(ref content, (int)Math.Min(content.Length * 2L, maxBytes + 1L));
            }
        }

        return content[..count];
    }

    // A file system that refuses the reading of a file that it has opened (NFS, FUSE) is one that cannot be read.
    private static int ReadSome(FileStream file, byte[] content, int start)
    {
        try
        {
            return file.Read(content, start, content.Length - start);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
