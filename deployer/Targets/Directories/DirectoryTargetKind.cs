using Deployer.Configuration;
using Deployer.Destinations;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Deployer.Targets.Directories;

/// <summary>Directories on this machine.</summary>
internal sealed class DirectoryTargetKind(PathJudge judge) : ITargetKind
{
    /// <inheritdoc/>
    public string Name => "directory";

    /// <inheritdoc/>
    public TargetCapabilities Capabilities => DirectoryTarget.Declared;

    /// <inheritdoc/>
    public void Check(string key, TargetOptions target) =>
        Setting.Require(Path.IsPathFullyQualified(target.Directory), $"{key}:Directory", target.Directory, "an absolute path");

    /// <inheritdoc/>
    public TargetPlace PlaceOf(TargetOptions target) =>
        new(nameof(TargetOptions.Directory), target.Directory, Path.TrimEndingDirectorySeparator(Path.GetFullPath(target.Directory)));

    /// <inheritdoc/>
    public ITarget Open(Destination destination) => new DirectoryTarget(destination.Target.Directory, judge);
}
