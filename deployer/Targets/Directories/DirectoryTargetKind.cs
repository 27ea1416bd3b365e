using Deployer.Configuration;
using Deployer.Destinations;
using Gateway.Hosting.Posix;

namespace Deployer.Targets.Directories;

/// <summary>Directories on this machine.</summary>
internal sealed class DirectoryTargetKind(PathJudge judge) : ITargetKind
{
    /// <summary>What the kind is called.</summary>
    public const string KindName = "directory";

    private const string PathKey = "path";

    private readonly PlanCache _plans = new();

    /// <inheritdoc/>
    public string Name => KindName;

    /// <inheritdoc/>
    public IReadOnlyList<string> Keys => [PathKey];

    /// <inheritdoc/>
    public TargetCapabilities Capabilities => DirectoryTarget.Declared;

    /// <inheritdoc/>
    public string? FindFault(TargetSettings target) => DirectoryPlace.IsPlain(target[PathKey]) ? null : "its path must be an absolute path without '.', '..' and empty parts";

    /// <inheritdoc/>
    public string PlaceOf(TargetSettings target) => target[PathKey];

    /// <inheritdoc/>
    public string? FindFaultOfRule(string place) =>
        place == "/" || (DirectoryPlace.IsPlain(place.EndsWith('/') ? place[..^1] : place) && !place.Contains('*', StringComparison.Ordinal) && !Placeholders.MayCollide(place))
            ? null
            : "an absolute path without '.', '..', empty parts and '*', with {application} and {environment} in parts of their own";

    /// <inheritdoc/>
    public bool IsWithin(TargetSettings target, string place, string application, string environment) => DirectoryPlace.IsWithin(target[PathKey], place, application, environment);

    /// <inheritdoc/>
    public ITarget Open(Destination destination) => new DirectoryTarget(destination.Target[PathKey], judge, _plans);
}
