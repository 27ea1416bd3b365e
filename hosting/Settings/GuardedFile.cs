using Gateway.Hosting.Posix;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Settings;

/// <summary>A file or directory that a program does not start with where others could have read or written it.</summary>
/// <param name="Key">The key that names it; null for a file of the program's own.</param>
/// <param name="Path">Where it is; empty where there is none.</param>
/// <param name="Kind">What must hold of it.</param>
public readonly record struct GuardedFile(string? Key, string Path, PathKind Kind)
{
    /// <value>Whether the path is not what the key holds, but follows from it: a file in a directory, or the directory of a file.</value>
    public bool IsDerived { get; init; }

    /// <value>The program's own configuration.</value>
    public static GuardedFile OwnConfiguration => new(null, System.IO.Path.Combine(AppContext.BaseDirectory, ConfigurationReader.OwnFile), PathKind.Trusted);

    /// <summary>Makes sure that all of them can be believed.</summary>
    /// <exception cref="ConfigurationException">Some cannot; the message names each key and path, the owner and mode found, and what mends it.</exception>
    public static void Require(PathJudge judge, IEnumerable<GuardedFile> files)
    {
        ArgumentNullException.ThrowIfNull(judge);
        GuardedFile[] all = [.. files.Where(file => file.Path.Length > 0)];

        // A certificate may stand in one file with its key: what opens the certificate to all would open the key, so it is judged as one, after the
        // key itself. Not left out: its own way may be another, over a link that others can bend.
        var secrets = all.Where(file => file.Kind == PathKind.Secret).Select(file => PathJudge.RealPathOf(file.Path)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var isWithKey = all.ToLookup(file => file.Kind == PathKind.Trusted && PathJudge.RealPathOf(file.Path) is { } path && secrets.Contains(path));
        GuardedFile[] named = [.. isWithKey[false], .. isWithKey[true].Select(file => file with { Kind = PathKind.Secret })];
        var faults = named
            .Select(file => (File: file, Fault: judge.FindFault(file.Path, file.Kind)))
            .Where(found => found.Fault is not null)
            .DistinctBy(found => MendOf(found.File, found.Fault!))
            .Select(found => $"{found.File.Describe()}: {found.Fault}")
            .ToArray();
        if (faults.Length > 0)
        {
            throw new ConfigurationException(string.Join(Environment.NewLine, named.Select(file => file.TellOfUser(judge)).OfType<string>().Take(1).Concat(faults)));
        }
    }

    // Started as the wrong user, a program finds nothing that is its own: to mend what follows would give this user the other's keys.
    private string? TellOfUser(PathJudge judge) => Kind == PathKind.OwnDirectory && judge.FindOtherUser(Path) is { } other
        ? $"This program runs as '{judge.User}', and {char.ToLowerInvariant(Describe()[0])}{Describe()[1..]}, which belongs to '{other}'. If that is the user it should have, start it as '{other}' (User= in its unit) and mend nothing of this:"
        : null;

    private string Describe() => IsDerived && Key is not null ? $"The key '{Key}' leads to '{PrintableText.Of(Path)}'" : Setting.Describe(Key, Path);

    // Of one directory that many files lie in, the fault is one, and so is what mends it.
    private static string MendOf(GuardedFile file, string fault)
    {
        var start = fault.IndexOf(PathMend.By, StringComparison.Ordinal);
        return start < 0 ? $"{file.Path}: {fault}" : fault[start..];
    }
}
