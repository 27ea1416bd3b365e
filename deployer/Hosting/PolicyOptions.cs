namespace Deployer.Hosting;

/// <summary>The configuration section <c>Deployer:Policy</c>.</summary>
internal sealed class PolicyOptions
{
    /// <value>The folder with the policies and their data. The deployer does not start with one that does not compile.</value>
    public string Directory { get; set; } = "";

    /// <value>
    /// Whether a deployment is refused where the gatekeeper decided under another revision than the one in use here. Only where both
    /// programs are given the same folder; a change between decision and execution then stops what is queued.
    /// </value>
    public bool RequireSameRevision { get; set; }
}
