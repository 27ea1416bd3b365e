using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Forwarding;

/// <summary>Where the deployer is. Section <c>Gatekeeper:Deployer</c>.</summary>
internal sealed class DeployerOptions
{
    /// <value>The deployer's Unix socket.</value>
    [Required]
    public string Socket { get; set; } = "";

    /// <value>The audience of grants, as the deployer is configured.</value>
    [Required, MaxLength(128)]
    public string Audience { get; set; } = "deployer";

    /// <value>How long a connection may take to open.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
