using Deployer.Targets;
using Deployer.Targets.Directories;
using Deployer.Tests.Support;
using Gateway.Hosting.Posix;

namespace Deployer.Tests.Targets;

[TestFixture]
internal sealed class TargetKindsTests
{
    private readonly TargetKinds _kinds = new(new DirectoryTargetKind(new PathJudge(isDevelopment: true)), new MemoryTargetKind());

    [Test]
    public void Find_Kind_OpensATargetOfIt()
    {
        Assert.That(_kinds.Find(SomeDestination.Of("directory", "/srv/x")), Is.InstanceOf<DirectoryTarget>());
        Assert.That(_kinds.Find(SomeDestination.Of("memory", "/srv/x")), Is.InstanceOf<MemoryTarget>());
        Assert.That(_kinds.Find(SomeDestination.Of("Memory", "/srv/x")), Is.Null);
    }
}
