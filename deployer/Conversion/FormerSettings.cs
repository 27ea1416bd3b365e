namespace Deployer.Conversion;

/// <summary>The section <c>Deployer:Applications</c> as it was before destinations were data of the policies; read to be converted, and for nothing else.</summary>
internal sealed class FormerSettings
{
    /// <value>By application; <c>*</c> for all that are not named.</value>
    public Dictionary<string, FormerApplication> Applications { get; set; } = new(StringComparer.Ordinal);
}
