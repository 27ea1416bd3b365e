using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Deployments;

/// <summary>Which deployments a list shows; null matches all.</summary>
internal sealed record DeploymentFilter(string? Application, string? Environment, State? State);
