using Gateway.Contract.Visibility;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>Which deployments a list shows; null matches all.</summary>
/// <param name="Application">Only of this application.</param>
/// <param name="Environment">Only in this environment.</param>
/// <param name="State">Only in this state.</param>
/// <param name="Visible">Only what the caller may see. Not part of a page token: where that changes between two pages, the next one shows what may be seen then.</param>
internal sealed record DeploymentFilter(string? Application, string? Environment, State? State, VisibleList? Visible = null);
