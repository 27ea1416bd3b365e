using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Grants;

/// <summary>What signs grants and how long they live. Section <c>Gatekeeper:Grants</c>.</summary>
internal sealed class GrantsOptions
{
    /// <value>The P-256 private key (PEM) that signs the grants of changing calls.</value>
    [Required]
    public string SigningKeyFile { get; set; } = "";

    /// <value>
    /// The public keys (PEM) of this installation's other gatekeepers, and those with which this one signed before: their grants are believed
    /// when a deployment is decided again before it is executed. The own key need not be among them.
    /// </value>
    [MaxLength(64)]
    public string[] TrustedKeyFiles { get; set; } = [];

    /// <value>How long a grant is valid.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromSeconds(15);

    /// <value>How often the session key of reading calls is replaced.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan SessionKeyInterval { get; set; } = TimeSpan.FromHours(1);
}
