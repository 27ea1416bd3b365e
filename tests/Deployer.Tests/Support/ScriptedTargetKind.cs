using System.Text;
using Deployer.Destinations;
using Deployer.Secrets;
using Deployer.Targets;

namespace Deployer.Tests.Support;

/// <summary>Hosts in memory whose acts a test changes, and that remember which credential they were shown when.</summary>
internal sealed class ScriptedTargetKind : ITargetKind
{
    private readonly List<(string Act, string? Value, Secret? Secret)> _shown = [];

    public string Name => "scripted";

    public MemoryHosts Hosts { get; } = new();

    public TargetCapabilities Capabilities { get; set; } = MemoryTarget.Declared with { Needs = CredentialPurposes.None };

    /// <summary>In place of applying; is given what would have been done.</summary>
    public Func<Func<Task<TargetResult>>, Task<TargetResult>> Apply { get; set; } = act => act();

    /// <summary>In place of reverting.</summary>
    public Func<Func<Task<TargetResult>>, Task<TargetResult>> Revert { get; set; } = act => act();

    /// <summary>In place of observing.</summary>
    public Func<Func<Task<TargetState>>, Task<TargetState>> Observe { get; set; } = act => act();

    /// <summary>Each act with the credential's value at that time, and the credential itself.</summary>
    public IReadOnlyList<(string Act, string? Value, Secret? Secret)> Shown
    {
        get
        {
            lock (_shown)
            {
                return [.. _shown];
            }
        }
    }

    public int Count(string act) => Shown.Count(shown => shown.Act == act);

    public void Note(string act, Secret? credential)
    {
        lock (_shown)
        {
            _shown.Add((act, credential is null ? null : Encoding.UTF8.GetString(credential.Reveal()), credential));
        }
    }

    public IReadOnlyList<string> Keys => ["path"];

    public string? FindFault(TargetSettings target) => null;

    public string PlaceOf(TargetSettings target) => target["path"];

    public string? FindFaultOfRule(string place) => place.Length > 0 ? null : "a name";

    public bool IsWithin(TargetSettings target, string place, string application, string environment) => target["path"].StartsWith(place, StringComparison.Ordinal);

    public ITarget Open(Destination destination) => new ScriptedTarget(this);
}
