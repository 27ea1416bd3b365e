using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Settings;

/// <summary>A file or directory that a program does not start with where others could have read or written it.</summary>
/// <param name="Key">The key that names it; null for a file of the program's own.</param>
/// <param name="Path">Where it is; empty where there is none.</param>
/// <param name="Kind">What must hold of it.</param>
public readonly record struct GuardedFile(string? Key, string Path, PathKind Kind)
{
    /// <value>The program's own configuration.</value>
    public static GuardedFile OwnConfiguration => new(null, System.IO.Path.Combine(AppContext.BaseDirectory, ConfigurationReader.OwnFile), PathKind.Trusted);

    /// <summary>Makes sure that all of them can be believed.</summary>
    /// <exception cref="ConfigurationException">Some cannot; the message names each key and path, the owner and mode found, and what mends it.</exception>
    public static void Require(PathJudge judge, IEnumerable<GuardedFile> files)
    {
        ArgumentNullException.ThrowIfNull(judge);
        var faults = files
            .Where(file => file.Path.Length > 0)
            .Select(file => judge.FindFault(file.Path, file.Kind) is { } fault ? $"{Setting.Describe(file.Key, file.Path)}: {fault}" : null)
            .OfType<string>()
            .ToArray();
        if (faults.Length > 0)
        {
            throw new ConfigurationException(string.Join(Environment.NewLine, faults));
        }
    }
}
