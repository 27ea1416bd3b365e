using Gatekeeper.Forwarding;
using Gateway.Hosting.Posix;
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
        var fault = new DeployerUser(isDevelopment, own: 10001, ownGroup: null).FindFault(new PeerCredentials(1, peer, []));

        Assert.That(fault, expected is null ? Is.Null : Does.Contain(expected).And.Contain(peer.ToString()));
    }

    // The user daemon (1) is in its own group (1), and every system has both.
    [TestCase(1u, 1u, false, "gpasswd -d daemon daemon")]
    [TestCase(1u, 1u, true, null)]
    [TestCase(1u, 54321u, false, null)]
    [TestCase(1u, null, false, null, Description = "the gatekeeper runs with the group of the socket, which reads no key")]
    [TestCase(0u, 0u, false, null, Description = "root reads the keys anyway")]
    public void FindFault_OfAPeerInTheOwnGroup_IsTheGroup(uint peer, uint? group, bool isDevelopment, string? expected)
    {
        var fault = new DeployerUser(isDevelopment, own: 10001, group).FindFault(new PeerCredentials(1, peer, []));

        Assert.That(fault, expected is null ? Is.Null : Does.Contain(expected));
    }

    [TestCase(54321u, "SO_PEERGROUPS")]
    [TestCase(null, null, Description = "the gatekeeper runs with the group of the socket: whatever the deployer's are, they read no key")]
    [TestCase(65534u, null, Description = "the group of nobody, which reads no key")]
    public void FindFault_WithoutTheKernelsWordOnGroups_IsThatTheyAreNotKnown(uint? ownGroup, string? expected)
    {
        var fault = new DeployerUser(isDevelopment: false, own: 10001, ownGroup).FindFault(new PeerCredentials(1, 10002, null));

        Assert.That(fault, expected is null ? Is.Null : Does.Contain(expected));
    }

    // As by SupplementaryGroups= of a unit, or where the user was in the group when the process was started.
    [TestCase(54321u, false, "was started with the gatekeeper's own group '54321'")]
    [TestCase(54321u, true, null)]
    [TestCase(54322u, false, null)]
    [TestCase(65534u, false, null, Description = "what the kernel says of every group that it cannot name")]
    public void FindFault_OfAProcessWithTheOwnGroup_IsTheGroup(uint group, bool isDevelopment, string? expected)
    {
        var fault = new DeployerUser(isDevelopment, own: 10001, ownGroup: 54321).FindFault(new PeerCredentials(1, 10002, [10002, group]));

        Assert.That(fault, expected is null ? Is.Null : Does.Contain(expected));
    }
}
