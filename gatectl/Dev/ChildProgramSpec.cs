using System.Diagnostics;

namespace Gatectl.Dev;

/// <summary>How one of the two programs is started.</summary>
internal sealed record ChildProgramSpec
{
    /// <summary>Prefixes of variables that would change the programs' configuration behind the back of the state.</summary>
    private static readonly string[] ForeignPrefixes = ["Gatekeeper__", "Deployer__", "ASPNETCORE_", "Kestrel__", "Logging__", "DOTNET_ENVIRONMENT"];

    /// <value>For messages: <c>gatekeeper</c> or <c>deployer</c>.</value>
    public required string Name { get; init; }

    public required ProcessStartInfo Program { get; init; }

    public required string StateDirectory { get; init; }

    public required string LogFile { get; init; }

    /// <value>Configuration key to value.</value>
    public required IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; }

    public ProcessStartInfo StartInfo()
    {
        var info = new ProcessStartInfo(Program.FileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = StateDirectory,
        };
        foreach (var argument in Program.ArgumentList)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in Settings)
        {
            info.ArgumentList.Add($"--{key}={value}");
        }

        RemoveForeignConfiguration(info);

        // Only the environment can set it: with a larger generation 0 the gatekeeper does a quarter more under load, for 70 MB.
        info.Environment.TryAdd("DOTNET_GCgen0size", "0x4000000");
        return info;
    }

    public static void RemoveForeignConfiguration(ProcessStartInfo info)
    {
        foreach (var name in info.Environment.Keys.Where(IsForeign).ToArray())
        {
            info.Environment.Remove(name);
        }
    }

    private static bool IsForeign(string name) => ForeignPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
