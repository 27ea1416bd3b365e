using System.ComponentModel.DataAnnotations;
using Gatekeeper.Audit;
using Gatekeeper.Calls;
using Gatekeeper.Forwarding;
using Gatekeeper.Grants;
using Gatekeeper.Identity;
using Gatekeeper.Limits;
using Gatekeeper.Policy;
using Gateway.Hosting.Notifications;

namespace Gatekeeper.Hosting;

/// <summary>The whole configuration of the gatekeeper. Section <c>Gatekeeper</c>.</summary>
internal sealed class GatekeeperOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Gatekeeper";

    /// <value>Where all state lives; made where it does not exist. One process a directory.</value>
    [Required]
    public string StateDirectory { get; set; } = "";

    /// <value><c>IP:port</c>; port 0 takes a free one.</value>
    [Required]
    public string Listen { get; set; } = "0.0.0.0:8443";

    /// <value>A JSON file that is read after <c>appsettings.json</c> and before the environment; empty: none.</value>
    public string ConfigurationFile { get; set; } = "";

    /// <value>
    /// Whether this is a developer's machine: a local CA is made where no certificate is configured, one user for both programs is allowed,
    /// debuggers are let in, and of paths only the ends are judged.
    /// </value>
    public bool Development { get; set; }

    /// <value>Whether the end of standard input stops the program, for whoever starts it as a child.</value>
    public bool StopWithStandardInput { get; set; }

    public TlsOptions Tls { get; set; } = new();

    public TrustedProxyOptions TrustedProxies { get; set; } = new();

    public ServerLimits Limits { get; set; } = new();

    /// <value>The issuers whose tokens are accepted.</value>
    public IssuerOptions[] Issuers { get; set; } = [];

    public IdentityOptions Identity { get; set; } = new();

    public CallOptions Calls { get; set; } = new();

    public RateLimitOptions RateLimits { get; set; } = new();

    public InFlightOptions InFlight { get; set; } = new();

    public PolicyOptions Policy { get; set; } = new();

    public DecisionLogOptions Audit { get; set; } = new();

    public GrantsOptions Grants { get; set; } = new();

    public DeployerOptions Deployer { get; set; } = new();

    /// <value>Who is told of uses of exceptions, and of revisions.</value>
    public NotificationOptions Notifications { get; set; } = new();
}
