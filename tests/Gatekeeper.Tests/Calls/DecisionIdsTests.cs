using Gatekeeper.Calls;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

public sealed class DecisionIdsTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeMilliseconds(0x0123_4567_89AB);

    [Test]
    public void Create_Id_IsAVersion7UuidOfItsTime()
    {
        var id = DecisionIds.Create(Time);

        Assert.That(id, Does.Match("^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
        Assert.That(Guid.Parse(id).Version, Is.EqualTo(7));
    }

    [Test]
    public void Create_ManyOnManyThreads_AreAllDifferent()
    {
        var ids = ParallelEnumerable.Range(0, 20_000).Select(_ => DecisionIds.Create(Time)).ToArray();

        Assert.That(ids.Distinct().Count(), Is.EqualTo(ids.Length));
    }

    [Test]
    public void Create_LaterTime_SortsAfter() =>
        Assert.That(DecisionIds.Create(Time.AddMilliseconds(1)), Is.GreaterThan(DecisionIds.Create(Time)));
}
