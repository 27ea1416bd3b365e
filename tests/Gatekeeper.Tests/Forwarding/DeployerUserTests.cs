using Gatekeeper.Forwarding;
using NUnit.Framework;

namespace Gatekeeper.Tests.Forwarding;

public sealed class DeployerUserTests
{
    [TestCase(10002u, false, null)]
    [TestCase(0u, false, null)]
    [TestCase(10001u, true, null)]
    [TestCase(10001u, false, "Gatekeeper:Development")]
    [TestCase(65534u, false, "cannot name")]
    [TestCase(65534u, true, "cannot name")]
    public void FindFault_OfAPeer_IsItsUser(uint peer, bool isDevelopment, string? expected)
    {
        var fault = new DeployerUser(isDevelopment, own: 10001).FindFault(peer);

        Assert.That(fault, expected is null ? Is.Null : Does.Contain(expected).And.Contain(peer.ToString()));
    }
}
