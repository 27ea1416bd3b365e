using Gatectl.Gates;

namespace Gatectl.Tests.Gates;

public class DevPathsTests
{
    private const int MaxSocketPathBytes = 107;

    [Test]
    public void Socket_OfAShortPath_IsInTheState() =>
        Assert.That(new DevPaths("/srv/gate").Socket, Is.EqualTo("/srv/gate/deployer/deployer.sock"));

    [Test]
    public void Socket_OfALongPath_IsShortAndTheStatesOwn()
    {
        var first = new DevPaths("/srv/" + new string('a', 100)).Socket;
        var second = new DevPaths("/srv/" + new string('b', 100)).Socket;
        Assert.Multiple(() =>
        {
            Assert.That(first, Has.Length.LessThanOrEqualTo(MaxSocketPathBytes));
            Assert.That(first, Is.Not.EqualTo(second));
            Assert.That(new DevPaths("/srv/" + new string('a', 100)).Socket, Is.EqualTo(first));
        });
    }
}
