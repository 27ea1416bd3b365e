using System.Security.Cryptography;
using System.Text;
using Deploy.V1;
using Deployer.Deployments.Journal;
using Deployer.Facts;
using Deployer.Secrets;
using Deployer.Tests.Support;
using Gateway.Contract.Audit;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Deployments;

[TestFixture]
internal sealed class CredentialDeskTests
{
    private const string Canary = "canary-7d2e";

    private TestDeployer _deployer = null!;

    [SetUp]
    public void Create()
    {
        _deployer = new TestDeployer();
        _deployer.AddArtifact("1.0.0");
        var key = _deployer.DirectoryPath.Write("key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _deployer.Options.Secrets.KeyFile = key;
        _deployer.Options.Secrets.File = _deployer.DirectoryPath.Combine("secrets.db");
        _deployer.Environment.Credential = "{application}-{environment}";
    }

    [TearDown]
    public async Task StopAsync() => await _deployer.DisposeAsync();

    [Test]
    public async Task Deploy_CredentialAllowed_IsReadAfterThePushIsDecided()
    {
        PutSecret();
        var client = await _deployer.StartAsync();

        var done = await client.DeployAsync(TestClient.Request());

        Assert.That(done.State, Is.EqualTo(State.Succeeded), done.Error);
        await _deployer.StopAsync();
        await using var journal = new DeploymentJournal(Path.Combine(_deployer.Options.StateDirectory, "journal.db"), TimeProvider.System);
        DeploymentFact[] facts = [.. journal.Find(done.DeploymentId)!.Facts.Select(f => f.Fact)];
        var released = Array.FindIndex(facts, f => f is CredentialReleased);
        Assert.That(Array.FindIndex(facts, f => f is PushStarted), Is.LessThan(released), "nothing that changes a target is read before the push is decided");
        Assert.That(released, Is.LessThan(Array.FindIndex(facts, f => f is ReleaseSwitched)));
        var release = (CredentialReleased)facts[released];
        Assert.That((release.Name, release.Source, release.Purpose), Is.EqualTo(("shop-test", "embedded", "apply")));

        // The log names it, and masks nothing that an auditor asks for.
        LogEntry[] log = [.. LogReader.ReadAll(Path.Combine(_deployer.Options.StateDirectory, "audit")).Where(entry => entry.Credential is not null)];
        Assert.That(log.Select(entry => (entry.Path ?? entry.Kind, entry.Credential, entry.Purpose)), Is.EqualTo(new[] { ("deployer/credentials", "shop-test", "apply"), ("credential_read", "shop-test", "apply") }));
    }

    [Test]
    public async Task Deploy_WithCredential_LeavesItsValueNowhere()
    {
        PutSecret();
        var client = await _deployer.StartAsync();
        await client.DeployAsync(TestClient.Request());
        await _deployer.StopAsync();
        foreach (var file in Directory.GetFiles(_deployer.DirectoryPath.Path, "*", SearchOption.AllDirectories))
        {
            Assert.That(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), Does.Not.Contain(Canary), file);
        }
    }

    [Test]
    public async Task Deploy_CredentialRefusedByPolicy_FailsAndLeavesTarget()
    {
        PutSecret();
        _deployer.Policy.AllowCredential = _ => false;
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request());
        Assert.That((done.State, done.Error), Is.EqualTo((State.Failed, "The policy refuses the credential: not today")));
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
        Assert.That(_deployer.Policy.Asked[^1]["credential"].ToJson(), Is.EqualTo("""{"environment":"test","name":"shop-test","purpose":"apply"}"""));
    }

    [Test]
    public async Task Deploy_NoSuchCredential_FailsAndLeavesTarget()
    {
        var client = await _deployer.StartAsync();
        var done = await client.DeployAsync(TestClient.Request());
        Assert.That((done.State, done.Error), Is.EqualTo((State.Failed, "There is no secret store yet: deployer secrets put makes it.")));
        Assert.That(Directory.Exists(_deployer.Target()), Is.False);
    }

    private void PutSecret()
    {
        using var secret = Secret.From(Encoding.UTF8.GetBytes(Canary));
        new SecretStore(_deployer.Options.Secrets.File, _deployer.Options.Secrets.KeyFile, TimeProvider.System).Put("shop-test", secret);
    }
}
