using System.Diagnostics;

namespace EndToEnd.Tests.Support;

/// <summary>
/// Policies in two files that each name a version. They allow where both name the same one: whoever decides with a mixture of two
/// versions refuses, and says so.
/// </summary>
internal static class VersionedPolicies
{
    public const string Module = "gatekeeper/decision.rego";
    public const string Data = "settings/data.yaml";
    public const string Mixture = "a mixture of two versions";

    public static void Write(string directory, int version, string targets)
    {
        WriteFile(directory, Module, ModuleText(version));
        WriteFile(directory, Data, DataText(version));
        WriteFile(directory, "destinations/data.yaml", $$"""
            "*":
              "*":
                target: {kind: directory, path: "{{targets}}/{application}/{environment}"}
                source: releases

            """);
        WriteFile(directory, "deployer/deployer.rego", """
            package deployer

            artifact := {"allow": whole, "reasons": []}

            credentials := {"allow": whole, "reasons": []}

            default whole := false

            whole if data.gatekeeper.version == data.settings.version

            """);
    }

    /// <summary>Changes one file after the other.</summary>
    public static void Swap(string directory, int version)
    {
        WriteFile(directory, Module, ModuleText(version));
        WriteFile(directory, Data, DataText(version));
    }

    /// <summary>As <see cref="Swap"/>, but with files that are half written, emptied, or FIFOs for a moment.</summary>
    public static void SwapBadly(string directory, int version, Random random)
    {
        WriteFile(directory, random.Next(2) == 0 ? Module : Data, random.Next(2) == 0 ? "" : ModuleText(version)[..^20]);
        if (random.Next(2) == 0)
        {
            var fifo = Path.Combine(directory, "gatekeeper", "more.rego");
            using (var mkfifo = Process.Start("mkfifo", fifo))
            {
                mkfifo.WaitForExit();
            }

            File.Delete(fifo);
        }

        Swap(directory, version);
    }

    /// <summary>Replaces the directory by another in two renames.</summary>
    public static void Replace(string directory, int version, string targets)
    {
        Write(directory + ".next", version, targets);
        Directory.Move(directory, directory + ".old");
        Directory.Move(directory + ".next", directory);
        Directory.Delete(directory + ".old", recursive: true);
    }

    /// <summary>The version that a file of these policies names.</summary>
    public static int VersionIn(string text) => int.Parse(text.Split("version", 2)[1].TrimStart(' ', ':', '=').Split('\n')[0]);

    private static string ModuleText(int version) => $$"""
        package gatekeeper

        version := {{version}}

        decision := {"allow": true, "client": "tester", "reasons": []} if version == data.settings.version

        else := {"allow": false, "client": "tester", "reasons": ["{{Mixture}}"]}

        faults := set()

        """;

    private static string DataText(int version) => $"version: {version}\n";

    private static void WriteFile(string directory, string name, string text)
    {
        var path = Path.Combine(directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
