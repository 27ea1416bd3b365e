using System.Security.Cryptography;
using System.Text;
using Deploy.V1;
using Deployer.Secrets;
using Deployer.Tests.Support;
using Gateway.Tests.Shared;
using Rego.Values;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Policy;

/// <summary>The shipped schemas describe what the deployer really asks its policies with.</summary>
[TestFixture]
internal sealed class InputSchemaTests
{
    private TestDeployer _deployer = null!;

    [SetUp]
    public void Create()
    {
        _deployer = new TestDeployer();
        _deployer.AddArtifact("1.0.0");
        _deployer.Options.Secrets.KeyFile = _deployer.DirectoryPath.Write("key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(_deployer.Options.Secrets.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _deployer.Options.Secrets.File = _deployer.DirectoryPath.Combine("secrets.db");
        _deployer.Environment.Credential = "{application}-{environment}";
        using var secret = Secret.From(Encoding.UTF8.GetBytes("secret"));
        new SecretStore(_deployer.Options.Secrets.File, _deployer.Options.Secrets.KeyFile, TimeProvider.System).Put("shop-test", secret);
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [Test]
    public async Task Schemas_InputsOfADeployment_DescribeThem()
    {
        var client = await _deployer.StartAsync();

        var done = await client.DeployAsync(TestClient.Request());

        Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
        RegoObject[] asked = [.. _deployer.Policy.Asked];
        Assert.Multiple(() =>
        {
            Assert.That(asked, Has.Length.EqualTo(3), "the artifact when it is verified and when it is executed, and the credential");
            Assert.That(InputSchema.ErrorsOf(asked[0], "deployer/artifact.json"), Is.Empty);
            Assert.That(InputSchema.ErrorsOf(asked[1], "deployer/artifact.json"), Is.Empty);
            Assert.That(InputSchema.ErrorsOf(asked[2], "deployer/credentials.json"), Is.Empty);
            Assert.That(InputSchema.ErrorsOf(asked[2], "deployer/artifact.json"), Has.Some.Contains("credential"), "the two differ");
            Assert.That(InputSchema.ErrorsOf(asked[0], "deployer/credentials.json"), Has.Some.Contains("credential"), "the two differ");
        });
    }
}
