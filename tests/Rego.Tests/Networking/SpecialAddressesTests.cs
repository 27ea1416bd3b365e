using System.Net;
using Rego.Networking;

namespace Rego.Tests.Networking;

public sealed class SpecialAddressesTests
{
    [TestCase("127.0.0.1")]
    [TestCase("127.255.255.254")]
    [TestCase("10.1.2.3")]
    [TestCase("172.31.0.1")]
    [TestCase("192.168.1.1")]
    [TestCase("169.254.169.254")]
    [TestCase("100.64.0.1")]
    [TestCase("0.0.0.0")]
    [TestCase("224.0.0.1")]
    [TestCase("255.255.255.255")]
    [TestCase("::1")]
    [TestCase("::")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("::127.0.0.1")]
    [TestCase("fd00::1")]
    [TestCase("fe80::1")]
    [TestCase("64:ff9b::7f00:1")]
    [TestCase("2002:7f00:1::")]
    public void AllowsAddress_OfNoPublicHost_IsFalse(string address) =>
        Assert.That(new NetworkAccess().AllowsAddress("example.org", IPAddress.Parse(address)), Is.False);

    [TestCase("8.8.8.8")]
    [TestCase("172.32.0.1")]
    [TestCase("2606:4700::1111")]
    public void AllowsAddress_OfThePublicNetwork_IsTrue(string address) =>
        Assert.That(new NetworkAccess().AllowsAddress("example.org", IPAddress.Parse(address)), Is.True);

    [Test]
    public void AllowsAddress_ThatIsTheDestinationItself_IsTrue() =>
        Assert.That(new NetworkAccess().AllowsAddress("10.1.2.3", IPAddress.Parse("10.1.2.3")), Is.True);
}
