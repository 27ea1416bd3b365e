namespace Deployer.Conversion;

/// <summary>One environment of an application of the former settings.</summary>
internal sealed class FormerEnvironment
{
    /// <value>What was deployed to.</value>
    public FormerTarget Target { get; set; } = new();

    /// <value>The name of the credential, with placeholders; empty for none.</value>
    public string Credential { get; set; } = "";

    /// <value>What had to hold after the push.</value>
    public FormerHealthCheck HealthCheck { get; set; } = new();

    /// <value>How long each step could take.</value>
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromMinutes(10);
}
