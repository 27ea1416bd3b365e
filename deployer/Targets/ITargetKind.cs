using Deployer.Configuration;
using Deployer.Destinations;
using Gateway.Hosting.Settings;

namespace Deployer.Targets;

/// <summary>A kind of target: reads its keys and makes its targets.</summary>
internal interface ITargetKind
{
    /// <value>What <c>Target:Kind</c> calls it.</value>
    string Name { get; }

    /// <value>What its targets can do.</value>
    TargetCapabilities Capabilities { get; }

    /// <summary>Refuses settings that cannot work, placeholders still in them.</summary>
    /// <param name="key">The section's key, for messages.</param>
    /// <param name="target">The settings.</param>
    /// <exception cref="ConfigurationException">A value cannot be used.</exception>
    void Check(string key, TargetOptions target);

    /// <summary>Where a target with these settings is.</summary>
    TargetPlace PlaceOf(TargetOptions target);

    /// <summary>Makes a destination's target. Touches nothing yet.</summary>
    ITarget Open(Destination destination);
}
