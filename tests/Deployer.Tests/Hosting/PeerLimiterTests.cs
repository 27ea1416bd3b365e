using Deployer.Hosting;
using NUnit.Framework;

namespace Deployer.Tests.Hosting;

internal sealed class PeerLimiterTests
{
    [Test]
    public void TryTell_OfAnotherUser_IsNotHiddenByOneWhoAsksAllTheTime()
    {
        var limiter = new PeerLimiter(TimeProvider.System);
        var first = limiter.TryTell(0, out _);
        var second = limiter.TryTell(0, out var untold);

        Assert.Multiple(() =>
        {
            Assert.That((first, second, untold), Is.EqualTo((true, false, 1L)));
            Assert.That(limiter.TryTell(10001, out untold) && untold == 0, Is.True);
            Assert.That(limiter.TryTell(null, out untold) && untold == 0, Is.True);
        });
    }

    [Test]
    public void TryTell_OfMoreUsersThanItKeeps_IsBounded()
    {
        var limiter = new PeerLimiter(TimeProvider.System);

        Assert.That(Enumerable.Range(0, 1000).Count(user => limiter.TryTell((uint)user, out _)), Is.EqualTo(65));
    }
}
