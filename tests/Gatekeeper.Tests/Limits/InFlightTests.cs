using Gatekeeper.Limits;
using NUnit.Framework;

namespace Gatekeeper.Tests.Limits;

/// <summary>Counts of what is open or held at a time, and under which name.</summary>
public sealed class InFlightTests
{
    [Test]
    public void TryTake_MoreThanOneMayHold_IsRefusedAndNothingIsTaken()
    {
        var budget = new ByteBudget(100, 1_000);

        Assert.That(budget.TryTake("a", 60), Is.True);
        Assert.That(budget.TryTake("a", 41), Is.False);
        Assert.That(budget.TryTake("a", 40), Is.True);
        Assert.That(budget.InAll, Is.EqualTo(100));
        budget.Return("a", 60);
        Assert.That(budget.TryTake("a", 60), Is.True);
    }

    [Test]
    public void TryTake_MoreThanAllMayHold_IsRefusedWhoeverAsks()
    {
        var budget = new ByteBudget(100, 150);

        Assert.That(budget.TryTake("a", 100), Is.True);
        Assert.That(budget.TryTake("b", 51), Is.False);
        Assert.That(budget.TryTake("b", 50), Is.True);
        budget.Return("a", 100);
        Assert.That(budget.TryTake("c", 100), Is.True);
    }

    [Test]
    public void TryHold_Less_HoldsWhatItHeldAndGivesAllBack()
    {
        var budget = new ByteBudget(100, 100);
        var held = new HeldBytes(budget, "a");

        Assert.That(held.TryHold(80), Is.True);
        Assert.That(held.TryHold(10), Is.True);
        Assert.That(held.TryHold(101), Is.False);
        Assert.That(budget.InAll, Is.EqualTo(80));
        held.Dispose();
        held.Dispose();
        Assert.That(budget.InAll, Is.Zero);
    }

    [Test]
    public void TryEnter_AllTaken_IsRefusedUntilOneLeaves()
    {
        var slots = new KeyedSlots(2);
        var first = slots.TryEnter("a");

        Assert.That(slots.TryEnter("a"), Is.Not.Null);
        Assert.That(slots.TryEnter("a"), Is.Null);
        Assert.That(slots.TryEnter("b"), Is.Not.Null);
        first!.Dispose();
        first.Dispose();
        Assert.That(slots.TryEnter("a"), Is.Not.Null);
        Assert.That(slots.TryEnter("a"), Is.Null);
    }

    [TestCase("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    [TestCase("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64")]
    [TestCase("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [TestCase("::ffff:10.1.2.3", "10.1.2.3")]
    [TestCase("10.1.2.3", "10.1.2.3")]
    [TestCase("unknown", "unknown")]
    public void Of_Address_CountsANetworkOfIPv6AsOne(string address, string key) => Assert.That(AddressKeys.Of(address), Is.EqualTo(key));
}
