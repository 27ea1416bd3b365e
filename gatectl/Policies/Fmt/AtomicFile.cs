using System.Text;

namespace Gatectl.Policies.Fmt;

/// <summary>Replaces files in one step: whatever happens, the old text or the new one is there, whole.</summary>
internal static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Gives a file a new text and keeps its mode. A link stays a link: the file that it leads to is replaced.</summary>
    internal static async Task ReplaceAsync(string path, string text, CancellationToken cancellationToken)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        try
        {
            await WriteAsync(temporary, text, ModeOf(target), cancellationToken);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task WriteAsync(string path, string text, UnixFileMode? mode, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode });
        await using (stream)
        {
            await stream.WriteAsync(Utf8.GetBytes(text), cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        // The creation mode was cut by the mask of the process.
        if (mode is { } wanted && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, wanted);
        }
    }

    private static UnixFileMode? ModeOf(string path) => OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(path);
}
