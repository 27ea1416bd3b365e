namespace Gatekeeper.Seam;

/// <summary>How the deployer is named in requests to it; its socket is what is connected to.</summary>
internal static class DeployerAddress
{
    /// <summary>The base address; the name is never resolved.</summary>
    public const string Base = "http://deployer";
}
