using Deployer.Facts;

namespace Deployer.Deployments;

/// <summary>What runs one after the other: the deployments of one application to one environment.</summary>
internal readonly record struct Lane(string Application, string Environment)
{
    /// <summary>The lane of a deployment.</summary>
    public static Lane Of(DeploymentSnapshot snapshot) => new(snapshot.Request.Application, snapshot.Request.Environment);
}
