using System.Text.Json;

namespace Deployer.Facts;

/// <summary>By what right a call was carried out: kept with the fact, with the grant itself as the evidence.</summary>
internal sealed record Authorization
{
    /// <value>The client, as the policy named it.</value>
    public required string Client { get; init; }

    /// <value>The decision that allowed the call.</value>
    public required string DecisionId { get; init; }

    /// <value>The origin of the log that has the decision: the gatekeeper that signed; empty in journals from before it was kept.</value>
    public string Issuer { get; init; } = "";

    /// <value>The policy revision that decided.</value>
    public required string PolicyRevision { get; init; }

    /// <value>The caller as far as the record shows it: kind, issuer, subject.</value>
    public required JsonElement Caller { get; init; }

    /// <value>The grant in its compact form, signed by the gatekeeper.</value>
    public required string Grant { get; init; }
}
