using System.Text;

namespace Deployer.Policy;

/// <summary>A cheap sign of whether anything below a folder has changed: names, sizes and times, not contents.</summary>
internal static class FolderStamp
{
    private const int MaxFiles = 100_000;

    /// <summary>The stamp; equal for an unchanged folder.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static string Of(string directory)
    {
        var stamp = new StringBuilder();
        foreach (FileInfo file in new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Take(MaxFiles).OrderBy(f => f.FullName, StringComparer.Ordinal))
        {
            stamp.Append(file.FullName).Append('|').Append(file.Length).Append('|').Append(file.LastWriteTimeUtc.Ticks).Append('\n');
        }

        return stamp.ToString();
    }
}
