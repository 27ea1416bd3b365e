namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer:Applications:&lt;application&gt;:Environments:&lt;environment&gt;</c>.</summary>
internal sealed class EnvironmentOptions
{
    /// <value>What is deployed to.</value>
    public TargetOptions Target { get; set; } = new();

    /// <value>The name of the credential in the secret store that the push needs; empty where it needs none.</value>
    public string Credential { get; set; } = "";

    /// <value>What must hold before a deployment counts as done.</value>
    public HealthCheckOptions HealthCheck { get; set; } = new();

    /// <value>How long each step may take.</value>
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromMinutes(10);
}
