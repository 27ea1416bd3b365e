using Gateway.Contract.Audit;

namespace Protos.Tests.Audit;

public sealed class UseLedgerTests
{
    private UseLedger _ledger = null!;

    [SetUp]
    public void Create() => _ledger = new UseLedger(maxDue: 3, maxDone: 2);

    [Test]
    public void Add_UseThenReview_IsDone()
    {
        Use("a");
        Assert.That(_ledger.Find("a")!.Review, Is.Null);
        Review("a", "x");
        Assert.That(_ledger.Find("a")!.Review!.Client, Is.EqualTo("person:kim"));
    }

    [Test]
    public void Add_ToldTwiceInAnyOrder_IsToldOnce()
    {
        Use("a");
        Review("a", "x");
        Use("a");
        ReviewAs("person:joe", "a", "x");
        Assert.That(_ledger.Uses.Single().Review!.Client, Is.EqualTo("person:kim"), "the first review counts");
    }

    [Test]
    public void Add_ReviewOfWhatIsNotKnown_IsNothing()
    {
        Review("a", "x");
        Use("a");
        Assert.That(_ledger.Find("a")!.Review, Is.Null);
    }

    [Test]
    public void Add_FurtherExceptionAtExecution_IsToBeReviewedAsAWhole()
    {
        Use("a");
        Review("a", "x");
        _ledger.Add(new UseRecord(Sample("a", "y") with { Persons = ["person:joe"], ReviewBy = ["owner"] }, null));
        var again = _ledger.Find("a")!;
        Assert.Multiple(() =>
        {
            Assert.That(_ledger.Uses.Single(), Is.SameAs(again), "it is one use, and due");
            Assert.That(again.Review, Is.Null);
            Assert.That(again.Exceptions, Is.EqualTo(new[] { "x", "y" }));
            Assert.That(again.Persons, Is.EqualTo(new[] { "person:lee", "person:joe" }));
            Assert.That(again.ReviewBy, Is.EqualTo(new[] { "team:security", "owner" }));
        });

        // The log is read again after that was told: what covered the one does not cover both.
        Use("a");
        Review("a", "x");
        Assert.That(_ledger.Find("a")!.Review, Is.Null);
        Review("a", "x", "y");
        Assert.That(_ledger.Find("a")!.Review, Is.Not.Null);
    }

    [Test]
    public void Add_PersonsThatAreNotKnownOnce_AreNotKnown()
    {
        Use("a");
        _ledger.Add(new UseRecord(Sample("a", "y") with { Persons = null }, null));
        Assert.That(_ledger.Find("a")!.Persons, Is.Null);
    }

    [Test]
    public void Add_MoreThanItHolds_LeavesTheNewestOutAndSaysSo()
    {
        Use("a", "b", "c");
        Assert.That(_ledger.IsIncomplete, Is.False);
        Use("d");
        Assert.That((_ledger.Find("d"), _ledger.IsIncomplete), Is.EqualTo(((ExceptionUse?)null, true)));
        Review("a", "x");
        Use("d");
        Assert.That(_ledger.Find("d"), Is.Not.Null, "there is room again");
    }

    [Test]
    public void Add_MoreReviewsThanItHolds_ForgetsTheOldest()
    {
        Use("a", "b", "c");
        foreach (var id in new[] { "b", "a", "c" })
        {
            Review(id, "x");
        }

        Assert.That(_ledger.Uses.Select(use => use.DecisionId), Is.EquivalentTo(new[] { "a", "c" }));
    }

    [Test]
    public void Add_ReviewedTwice_TakesTheRoomOfOne()
    {
        Use("a");
        Review("a", "x");
        _ledger.Add(new UseRecord(Sample("a", "y"), null));
        Review("a", "x", "y");
        Use("b");
        Review("b", "x");
        Assert.That(_ledger.Uses.Select(use => use.DecisionId), Is.EquivalentTo(new[] { "a", "b" }));
    }

    [Test]
    public void Limit_Fewer_LeavesTheNewestOut()
    {
        Use("c", "a", "b");
        _ledger.Limit(2);
        Assert.That(_ledger.Uses.Select(use => use.DecisionId), Is.EquivalentTo(new[] { "a", "b" }));
        Assert.That(_ledger.IsIncomplete, Is.True);
    }

    private void Use(params string[] ids)
    {
        foreach (var id in ids)
        {
            _ledger.Add(new UseRecord(Sample(id, "x"), null));
        }
    }

    private void Review(string id, params string[] exceptions) => ReviewAs("person:kim", id, exceptions);

    private void ReviewAs(string client, string id, params string[] exceptions) =>
        _ledger.Add(new UseRecord(null, new UseReview(id, exceptions, "r", client, DateTimeOffset.UnixEpoch, "")));

    // In the order of their names.
    private static ExceptionUse Sample(string id, string exception) => new()
    {
        DecisionId = id,
        Time = DateTimeOffset.UnixEpoch.AddDays(id[0]),
        Exceptions = [exception],
        Persons = ["person:lee"],
        ReviewBy = ["team:security"],
    };
}
