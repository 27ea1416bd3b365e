using Gateway.Contract.Grants;
using Google.Protobuf;

namespace Deployer.Tests.Support;

/// <summary>An answer to a request for a decision.</summary>
/// <param name="Request">ExecuteDeploymentRequest or RefuseExecutionRequest.</param>
/// <param name="Obligations">The grant's <c>obl</c>.</param>
/// <param name="Change">Changes the grant's claims, for those that shall not hold.</param>
internal sealed record DecisionAnswer(IMessage Request, string Obligations = "{}", Func<GrantClaims, GrantClaims>? Change = null);
