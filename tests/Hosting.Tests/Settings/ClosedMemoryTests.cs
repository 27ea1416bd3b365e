using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Hosting.Tests.Settings;

/// <summary>The memory of the tests' own process, which is open as every process's is.</summary>
[TestFixture]
internal sealed class ClosedMemoryTests
{
    [Test]
    public void Require_OpenMemory_IsForDevelopmentAlone()
    {
        Assume.That(ProcessMemory.IsClosed, Is.False);
        Assert.That(() => ClosedMemory.Require(isDevelopment: true), Throws.Nothing);
        Assert.That(ProcessMemory.IsClosed, Is.False);
        Assert.That(() => ClosedMemory.Require(isDevelopment: false), Throws.TypeOf<ConfigurationException>().With.Message.Contains("PR_SET_DUMPABLE"));
    }
}
