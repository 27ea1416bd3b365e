using System.ComponentModel.DataAnnotations;
using Gateway.Hosting.Revisions;

namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Policy</c>.</summary>
internal sealed class PolicyOptions
{
    /// <value>The directory of policies, their data and their tests: the same as the gatekeeper's, or a copy of it. The deployer does not start with one that it cannot use.</value>
    public string Directory { get; set; } = "";

    /// <value>How long nothing must have changed in the directory before it is read; from 10 milliseconds to one minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan QuietPeriod { get; set; } = RevisionSettings.DefaultQuietPeriod;
}
