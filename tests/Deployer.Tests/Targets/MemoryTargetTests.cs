using System.Text;
using Deployer.Secrets;
using Deployer.Targets;
using Deployer.Tests.Support;

namespace Deployer.Tests.Targets;

/// <summary>The template keeps what every kind must.</summary>
[TestFixture]
internal sealed class MemoryTargetTests : TargetContractTests
{
    private MemoryHosts _hosts = null!;

    [SetUp]
    public void Create() => _hosts = new MemoryHosts();

    [Test]
    public async Task Apply_WithoutCredential_FailsOnEachHost()
    {
        var target = Open();
        var plan = await target.PlanAsync(Release(1), _ => throw new AssertionException("not opened"), null, CancellationToken.None);
        var result = await target.ApplyAsync(plan, () => throw new AssertionException("not opened"), null, new HostResults(), CancellationToken.None);
        Assert.That(result.Hosts.Select(host => host.Outcome), Is.EqualTo((TargetOutcome[])[TargetOutcome.Failed, TargetOutcome.Failed]));
        Assert.That((await ObserveAsync()).IsEverywhere(""));
    }

    protected override ITarget Open() => new MemoryTarget(_hosts);

    protected override IEnumerable<string> Releases() => _hosts.Releases;

    protected override void Blind() => _hosts.IsReachable = false;

    protected override Secret Credential() => Secret.From(Encoding.UTF8.GetBytes(MemoryHosts.Password));
}
