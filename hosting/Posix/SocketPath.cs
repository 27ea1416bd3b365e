using System.Text;

namespace Gateway.Hosting.Posix;

/// <summary>The path of a Unix socket, which the kernel takes up to a length (unix(7), sun_path).</summary>
public static class SocketPath
{
    /// <summary>The most bytes of a path, in UTF-8.</summary>
    public const int MaxBytes = 107;

    /// <summary>Whether a socket can have the path.</summary>
    public static bool IsValid(string path) => path.Length > 0 && Encoding.UTF8.GetByteCount(path) <= MaxBytes && !path.Contains('\0');
}
