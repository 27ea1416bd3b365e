using Gateway.Hosting.Audit;
using Gateway.Hosting.Notifications;

namespace Deployer.Configuration;

/// <summary>The configuration section <c>Deployer</c>. Unknown keys and bad values stop the start.</summary>
internal sealed class DeployerOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Deployer";

    /// <value>Where all state lives; made with mode 0700 when absent. One process a directory.</value>
    public string StateDirectory { get; set; } = "";

    /// <value>A JSON file that is read after <c>appsettings.json</c> and before the environment; empty: none.</value>
    public string ConfigurationFile { get; set; } = "";

    /// <value>
    /// The path of the Unix socket; by default <c>run/deployer.sock</c> in the state directory, which serves development alone. The key
    /// <c>Socket:Path</c> says the same.
    /// </value>
    public string Socket { get; set; } = "";

    /// <value>The key <c>Socket:Group</c>: the group, by name or id, whose members reach the socket; empty: the group of the socket's directory, or else the process's own.</value>
    internal string SocketGroup { get; set; } = "";

    /// <value>Whether this is a developer's machine: one user for both programs is allowed, debuggers are let in, and of paths only the ends are judged.</value>
    public bool Development { get; set; }

    /// <value>The audience that grants must name.</value>
    public string Audience { get; set; } = "deployer";

    /// <value>The users that may connect, by name or id: the gatekeeper's. In development, by default, the process's own.</value>
    public List<string> AllowedPeerUsers { get; set; } = [];

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

    /// <value>How much of what is over the journal keeps.</value>
    public JournalOptions Journal { get; set; } = new();

    /// <value>Bounds on what comes from outside.</value>
    public LimitOptions Limits { get; set; } = new();

    /// <value>What artifacts may be.</value>
    public ArtifactOptions Artifacts { get; set; } = new();

    /// <value>Where artifacts come from, by the names that destinations of the policies use.</value>
    public Dictionary<string, SourceOptions> Sources { get; set; } = new(StringComparer.Ordinal);

    /// <value>What this machine permits of the destinations of the policies. No rule: nothing is permitted.</value>
    public List<AllowOptions> Allow { get; set; } = [];

    /// <value>Who is told of deployments that wait for approval, of their ends, and of holds.</value>
    public NotificationOptions Notifications { get; set; } = new();
}
