namespace Deployer.Hosting;

/// <summary>The configuration section <c>Deployer:Policy</c>.</summary>
internal sealed class PolicyOptions
{
    /// <value>The folder with the policies and their data. The deployer does not start with one that does not compile.</value>
    public string Directory { get; set; } = "";
}
