using Deployer.Grants;

namespace Deployer.Tests.Support;

/// <summary>Knows every revision unless told otherwise.</summary>
internal sealed class FakeRevisions : IKnownRevisions
{
    public Func<string, bool> IsKnown { get; set; } = _ => true;

    public Dictionary<string, long> Serials { get; } = [];

    public Dictionary<string, DateTimeOffset> Taken { get; } = [];

    public HashSet<string> Left { get; } = [];

    public string InUse { get; set; } = "ours";

    public int Lookups { get; private set; }

    public List<TimeSpan> Waits { get; } = [];

    public Task<bool> WaitForAsync(string revision, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Waits.Add(timeout);
        return Task.FromResult(IsKnown(revision));
    }

    public DateTimeOffset? TakenAt(string revision) => Taken.TryGetValue(revision, out var time) ? time : null;

    public bool IsLeft(string revision) => Left.Contains(revision);

    public bool IsInUse(string revision) => InUse == revision;

    public long? SerialOf(string revision)
    {
        Lookups++;
        return Serials.TryGetValue(revision, out var serial) ? serial : null;
    }
}
