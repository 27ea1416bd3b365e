namespace Deployer.Tests.Support;

/// <summary>What a target in memory holds: the hosts, each with the name of its current release and those that are there, in the order of their pushes.</summary>
internal sealed class MemoryHosts
{
    public const string Password = "open sesame";

    public Dictionary<string, string?> Current { get; } = new(StringComparer.Ordinal) { ["one"] = null, ["two"] = null };

    public List<string> Releases { get; } = [];

    public bool IsReachable { get; set; } = true;
}
