using Deploy.V1;
using Deployer.Tests.Support;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments;

[TestFixture]
internal sealed class DeployEndpointTests
{
    [Test]
    public async Task CreateDeployment_WithArtifact_LandsInTarget()
    {
        await using var deployer = new TestDeployer();
        deployer.AddArtifact("1.0.0");
        TestClient client = await deployer.StartAsync();

        Deployment created = await client.CreateAsync(TestClient.Request());
        List<WatchDeploymentResponse> seen = await client.WatchAsync(created);

        Assert.That(seen[^1].Deployment.State, Is.EqualTo(State.Succeeded), seen[^1].Deployment.Error);
        Assert.That(File.ReadAllText(Path.Combine(deployer.Current(), "version.txt")), Is.EqualTo("1.0.0"));
        Assert.That(new FileInfo(deployer.Current()).LinkTarget, Does.StartWith("releases/1.0.0-"));
        Assert.That(seen.Select(s => s.Message), Has.All.Not.Empty);
    }
}
