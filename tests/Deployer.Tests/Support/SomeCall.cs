using Deployer.Facts;

namespace Deployer.Tests.Support;

/// <summary>What is kept of a call, where a test does not look at it.</summary>
internal static class SomeCall
{
    public static KeptCall Kept { get; } = new("deploy.v1.DeployService.CreateDeployment", [], []);
}
