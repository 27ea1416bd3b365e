using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary>The local gate's own copy of the shipped policies: made once, and then the user's to edit.</summary>
internal static class PolicyCopy
{
    private static readonly string[] Extensions = [".rego", ".yaml", ".yml", ".json"];

    // The tests of the shipped rules and of the sample data stay behind: the rules are tested before they ship, and the data are there to
    // be changed, while a revision whose tests fail is refused. Whoever works on the copy puts tests of their own there.
    private const string Tests = "_test.rego";

    // Says where this gate deploys to, and not the sample.
    private const string Destinations = "destinations/data.yaml";

    public static void Ensure(ProgramDirectories directories, DevPaths paths)
    {
        var target = paths.Policies;
        if (Directory.Exists(target))
        {
            // A copy of the time when destinations were settings of the deployer.
            EnsureDestinations(paths, target);
            return;
        }

        // Copied aside and then renamed, so that a copy is whole or absent.
        var source = directories.Policies();
        var temporary = target + ".tmp";
        if (Directory.Exists(temporary))
        {
            Directory.Delete(temporary, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(IsPolicy).Select(file => Path.GetRelativePath(source, file)))
        {
            if (file != Destinations)
            {
                StateFiles.Write(Path.Combine(temporary, file), File.ReadAllBytes(Path.Combine(source, file)));
            }
        }

        EnsureDestinations(paths, temporary);
        Directory.Move(temporary, target);
    }

    private static void EnsureDestinations(DevPaths paths, string policies)
    {
        var file = Path.Combine(policies, Destinations);
        if (!File.Exists(file))
        {
            StateFiles.Write(file, DevDestinations.Document(paths));
        }
    }

    private static bool IsPolicy(string file) =>
        Extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal) && !file.EndsWith(Tests, StringComparison.Ordinal);
}
