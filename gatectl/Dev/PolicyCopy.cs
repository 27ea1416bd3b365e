namespace Gatectl.Dev;

/// <summary>The local gate's own copy of the shipped policies: made once, and then the user's to edit.</summary>
internal static class PolicyCopy
{
    private static readonly string[] Extensions = [".rego", ".yaml", ".yml", ".json"];

    // What is expected of the sample data stays behind: these are there to be changed, and a revision whose tests fail is refused.
    private const string SampleTest = "sample_test.rego";

    public static void Ensure(ProgramFolders folders, string target)
    {
        if (Directory.Exists(target))
        {
            return;
        }

        // Copied aside and then renamed, so that a copy is whole or absent.
        var source = folders.Policies();
        var temporary = target + ".tmp";
        if (Directory.Exists(temporary))
        {
            Directory.Delete(temporary, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(IsPolicy))
        {
            StateFiles.Write(Path.Combine(temporary, Path.GetRelativePath(source, file)), File.ReadAllBytes(file));
        }

        Directory.Move(temporary, target);
    }

    private static bool IsPolicy(string file) =>
        Extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal) && Path.GetFileName(file) != SampleTest;
}
