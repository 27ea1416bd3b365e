using Gateway.Hosting.Audit;

namespace Deployer.Hosting;

/// <summary>The configuration section <c>Deployer</c>. Unknown keys and bad values stop the start.</summary>
internal sealed class DeployerOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Deployer";

    /// <value>Where all state lives; made with mode 0700 when absent. One process a directory.</value>
    public string StateDirectory { get; set; } = "";

    /// <value>The path of the Unix socket; by default <c>run/deployer.sock</c> in the state directory.</value>
    public string Socket { get; set; } = "";

    /// <value>The audience that grants must name.</value>
    public string Audience { get; set; } = "deployer";

    /// <value>The user ids that may connect; by default only the process's own.</value>
    public List<uint> AllowedPeerUids { get; set; } = [];

    /// <value>Whether the end of standard input stops the program, for whoever starts it as a child.</value>
    public bool StopWithStandardInput { get; set; }

    /// <value>Whose grants are accepted.</value>
    public GrantOptions Grants { get; set; } = new();

    /// <value>The policies asked before an artifact or a credential is used.</value>
    public PolicyOptions Policy { get; set; } = new();

    /// <value>The deployer's own audit log.</value>
    public AuditOptions Audit { get; set; } = new() { Origin = "deployer.local/audit" };

    /// <value>The embedded secret store.</value>
    public SecretOptions Secrets { get; set; } = new();

    /// <value>Bounds on what comes from outside.</value>
    public LimitOptions Limits { get; set; } = new();

    /// <value>Where each application's artifacts come from and go to; <c>*</c> is the default for all that are not named.</value>
    public Dictionary<string, ApplicationOptions> Applications { get; set; } = new(StringComparer.Ordinal);
}
