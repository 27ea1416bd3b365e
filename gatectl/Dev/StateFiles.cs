using System.Text;
using Gateway.Hosting.Posix;

namespace Gatectl.Dev;

/// <summary>Writes state so that a reader sees the whole of a file or the one before it, and secrets so that only their owner reads them.</summary>
internal static class StateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyDirectory = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode Public = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static void CreateDirectory(string path)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, OwnerOnlyDirectory);
        }
    }

    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text), Public);

    public static void Write(string path, byte[] content) => Write(path, content, Public);

    /// <summary>Reads a secret that nobody else could have read, whatever has become of the file since it was written.</summary>
    /// <exception cref="InvalidDataException">Others can read or write it.</exception>
    public static string ReadSecret(string path) => new PathJudge(isDevelopment: true).FindFault(path, PathKind.Secret) is { } fault
        ? throw new InvalidDataException($"{path}: {fault}.")
        : File.ReadAllText(path);

    public static void WriteSecret(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text), OwnerOnly);

    private static void Write(string path, byte[] content, UnixFileMode mode)
    {
        CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.Delete(temporary);
        using (var stream = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = mode,
        }))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
