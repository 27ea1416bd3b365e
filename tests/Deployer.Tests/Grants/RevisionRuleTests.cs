using Deploy.V1;
using Deployer.Grants;
using Deployer.Tests.Support;
using Gateway.Contract.Grants;
using Grpc.Core;

namespace Deployer.Tests.Grants;

/// <summary>Which policy revisions a call may have been decided with.</summary>
[TestFixture]
internal sealed class RevisionRuleTests
{
    private const long Now = 1_800_000_000;

    private TestDirectory _directory = null!;
    private FakeRevisions _revisions = null!;
    private RevisionRule _rule = null!;

    [SetUp]
    public void Create()
    {
        _directory = new TestDirectory();
        _revisions = new FakeRevisions();
        _rule = Rule();
    }

    [TearDown]
    public void Remove() => _directory.Dispose();

    // The new revision is in use for so many seconds when the call under the old one, which is a day old, is granted.
    [TestCase(0, true)]
    [TestCase(60, true)]
    [TestCase(61, false)]
    [TestCase(86_400, false)]
    public async Task Require_OlderRevision_HasAMinute(int secondsSinceTheNewOne, bool isTaken)
    {
        await Require("new", activatedAt: Now);

        Assert.That(await Outcome("old", activatedAt: Now - 86_400, issuedAt: Now + secondsSinceTheNewOne), Is.EqualTo(isTaken ? null : "RevisionOld"));
    }

    [TestCase("deploy", "RevisionOld")]
    [TestCase("approve", "RevisionOld")]
    [TestCase("rollback", "RevisionOld")]
    [TestCase("anything_new", "RevisionOld")]
    [TestCase("get", null)]
    [TestCase("list", null)]
    [TestCase("watch", null)]
    [TestCase("cancel", null)]
    [TestCase("reject", null)]
    [TestCase("withdraw", null)]
    [TestCase("hold", null)]
    [TestCase("release", null)]
    public async Task Require_OlderRevision_OnlyWhatNarrowsOrReadsNeedsNone(string action, string? refusal)
    {
        await Require("new", activatedAt: Now);

        Assert.That(await Outcome("old", activatedAt: Now - 1, issuedAt: Now + 3600, action), Is.EqualTo(refusal));
    }

    [TestCase("deploy", "RevisionUnknown")]
    [TestCase("cancel", null)]
    [TestCase("get", null)]
    public async Task Require_RevisionThatIsNotLoaded_IsWaitedForAndThenRefused(string action, string? refusal)
    {
        _revisions.IsKnown = _ => false;

        Assert.That(await Outcome("new", Now, Now, action), Is.EqualTo(refusal));
        Assert.That(_revisions.Waits, Is.EqualTo(refusal is null ? Array.Empty<TimeSpan>() : [TimeSpan.FromSeconds(5)]));
    }

    [Test]
    public async Task Require_Serials_CountBeforeTimes()
    {
        // The machine of the newer revision has a clock that is an hour behind.
        _revisions.Serials["seven"] = 7;
        _revisions.Serials["eight"] = 8;
        await Require("eight", activatedAt: Now - 3600);

        Assert.That(await Outcome("seven", activatedAt: Now, issuedAt: Now), Is.EqualTo("RevisionOld"));
        Assert.That(await Outcome("eight", activatedAt: Now - 3600, issuedAt: Now), Is.Null);
    }

    [Test]
    public async Task Require_UnknownRevisionThatIsNotShownAgain_IsForgotten()
    {
        _revisions.Taken["ours"] = DateTimeOffset.FromUnixTimeSeconds(Now - 3600);
        _revisions.IsKnown = revision => revision == "ours";
        await Outcome("strange", activatedAt: Now, issuedAt: Now);

        Assert.That(await Outcome("ours", activatedAt: Now - 3600, issuedAt: Now + 61), Is.EqualTo("RevisionOld"));
        Assert.That(await Outcome("ours", activatedAt: Now - 3600, issuedAt: Now + 601), Is.Null);
    }

    [Test]
    public async Task Require_UnknownRevisionThatIsShownAgain_Counts()
    {
        _revisions.IsKnown = revision => revision == "ours";
        await Outcome("strange", activatedAt: Now, issuedAt: Now);
        await Outcome("strange", activatedAt: Now, issuedAt: Now + 500);

        Assert.That(await Outcome("ours", activatedAt: Now - 3600, issuedAt: Now + 700), Is.EqualTo("RevisionOld"));
    }

    // Another gatekeeper took policies that this deployer refused; then its directory held those in use again.
    [Test]
    public async Task Require_RevisionThatWasRefusedHereAndMadeWay_IsNotNewer()
    {
        _revisions.Taken["ours"] = DateTimeOffset.FromUnixTimeSeconds(Now - 3600);
        _revisions.IsKnown = revision => revision == "ours";
        Assert.That(await Outcome("refused", activatedAt: Now, issuedAt: Now), Is.EqualTo("RevisionUnknown"));
        Assert.That(await Outcome("ours", activatedAt: Now - 3600, issuedAt: Now + 61), Is.EqualTo("RevisionOld"), "as long as it stands there");

        _revisions.Left.Add("refused");

        Assert.That(await Outcome("ours", activatedAt: Now - 3600, issuedAt: Now + 62), Is.Null);
        Assert.That(await Outcome("refused", activatedAt: Now, issuedAt: Now + 63), Is.EqualTo("RevisionUnknown"));
        Assert.That(await Outcome("ours", activatedAt: Now - 3600, issuedAt: Now + 130), Is.Null, "whoever goes on showing it");
    }

    [Test]
    public async Task Require_RevisionThatMadeWay_ExcusesNoOlderOne()
    {
        _revisions.Taken["older"] = DateTimeOffset.FromUnixTimeSeconds(Now - 7200);
        await Require("ours", activatedAt: Now - 3600);
        _revisions.Left.Add("refused");
        await _rule.RequireAsync(Grant("refused", Now, Now, "cancel"), CancellationToken.None);
        Assert.That(await Outcome("older", activatedAt: Now - 7200, issuedAt: Now + 61), Is.EqualTo("RevisionOld"), "before what is in use is shown again");
        Assert.That(await Outcome("ours", activatedAt: Now - 3600, issuedAt: Now + 61), Is.Null);

        Assert.That(await Outcome("older", activatedAt: Now + 10, issuedAt: Now + 62), Is.EqualTo("RevisionOld"));
    }

    [Test]
    public async Task Require_RevisionOfAHigherSerialThatMadeWay_StaysTheNewest()
    {
        _revisions.Serials["ours"] = 7;
        await Require("ours", activatedAt: Now - 3600);
        _revisions.Serials["refused"] = 8;
        _revisions.Left.Add("refused");
        await Outcome("refused", activatedAt: Now, issuedAt: Now);

        Assert.That(await Outcome("ours", activatedAt: Now - 3600, issuedAt: Now + 61), Is.EqualTo("RevisionOld"));
    }

    [Test]
    public async Task Require_NoSerialAfterOne_IsOlder()
    {
        _revisions.Serials["eleven"] = 11;
        await Require("eleven", activatedAt: Now);
        _revisions.Serials.Clear();

        Assert.That(await Outcome("unknown", activatedAt: Now + 100, issuedAt: Now + 200), Is.EqualTo("RevisionOld"));
    }

    [Test]
    public async Task Require_SerialThatIsLearntLater_Counts()
    {
        await Require("twelve", activatedAt: Now);
        _revisions.Serials["twelve"] = 12;
        _revisions.Serials["eleven"] = 11;

        Assert.That(await Outcome("eleven", activatedAt: Now + 10, issuedAt: Now + 100), Is.EqualTo("RevisionOld"));
        Assert.That(await Outcome("twelve", activatedAt: Now, issuedAt: Now + 100), Is.Null);
    }

    [Test]
    public async Task Require_GatekeeperThatStartsAnewWithOldPolicies_DoesNotPassForTheNewest()
    {
        _revisions.Taken["old"] = DateTimeOffset.FromUnixTimeSeconds(Now - 3600);
        _revisions.Taken["new"] = DateTimeOffset.FromUnixTimeSeconds(Now);
        await Require("new", activatedAt: Now);

        Assert.That(await Outcome("old", activatedAt: Now + 600, issuedAt: Now + 601), Is.EqualTo("RevisionOld"));
        Assert.That(await Outcome("new", activatedAt: Now, issuedAt: Now + 700), Is.Null);
    }

    [Test]
    public async Task Require_BackToAnEarlierRevision_TheOneInBetweenIsOutdated()
    {
        await Require("a", activatedAt: Now);
        await Require("b", activatedAt: Now + 100);
        await Require("a", activatedAt: Now + 200);

        Assert.That(await Outcome("b", activatedAt: Now + 100, issuedAt: Now + 261), Is.EqualTo("RevisionOld"));
        Assert.That(await Outcome("a", activatedAt: Now + 200, issuedAt: Now + 261), Is.Null);
    }

    [Test]
    public async Task Require_ReadingCall_ShowsNothing()
    {
        await Require("new", activatedAt: Now, action: "get");

        Assert.That(await Outcome("old", activatedAt: Now - 1, issuedAt: Now + 3600), Is.Null);
    }

    [TestCase("get")]
    [TestCase("list")]
    [TestCase("watch")]
    [TestCase("worker_status")]
    public async Task Require_ReadingCall_LooksNothingUp(string action)
    {
        await Require("new", activatedAt: Now, action);

        Assert.That((_revisions.Lookups, _revisions.Waits), Is.EqualTo((0, Array.Empty<TimeSpan>())));
    }

    [Test]
    public async Task Require_CallThatOnlyNarrows_ShowsItsRevision()
    {
        await Require("new", activatedAt: Now, action: "cancel");

        Assert.That(await Outcome("old", activatedAt: Now - 1, issuedAt: Now + 3600), Is.EqualTo("RevisionOld"));
    }

    [Test]
    public async Task Require_AfterARestart_TheNewestIsRemembered()
    {
        await Require("new", activatedAt: Now);
        _rule = Rule();

        Assert.That(await Outcome("old", activatedAt: Now - 1, issuedAt: Now + 3600), Is.EqualTo("RevisionOld"));
    }

    [Test]
    public void Open_FileThatIsNone_IsNoticed()
    {
        File.WriteAllText(_directory.Combine("revision-shown.json"), "{");

        Assert.That(Rule, Throws.InstanceOf<IOException>());
    }

    [TestCase("deploy")]
    [TestCase("rollback")]
    public void Require_NoRevision_IsNoGrant(string action) =>
        Assert.That(() => Require(GrantFormat.NoRevision, Now, action), Throws.TypeOf<GrantRefusedException>());

    private RevisionRule Rule() => new(_revisions, new NewestRevision(_directory.Combine("revision-shown.json")));

    // A revision that the deployer, too, takes when the gatekeeper does.
    private Task Require(string revision, long activatedAt, string action = "deploy")
    {
        _revisions.Taken[revision] = DateTimeOffset.FromUnixTimeSeconds(activatedAt);
        return _rule.RequireAsync(Grant(revision, activatedAt, activatedAt, action), CancellationToken.None);
    }

    private async Task<string?> Outcome(string revision, long activatedAt, long issuedAt, string action = "deploy")
    {
        try
        {
            await _rule.RequireAsync(Grant(revision, activatedAt, issuedAt, action), CancellationToken.None);
            return null;
        }
        catch (RpcException e)
        {
            Assert.That(e.StatusCode, Is.EqualTo(StatusCode.Unavailable));
            return CallErrors.ReasonOf(e).ToString();
        }
    }

    private static GrantClaims Grant(string revision, long activatedAt, long issuedAt, string action) => new()
    {
        Issuer = "gatekeeper.test/audit",
        Audience = "deployer",
        IssuedAt = issuedAt,
        ExpiresAt = issuedAt + 15,
        Id = "1",
        Client = "c",
        Action = action,
        Application = "shop",
        Environment = "test",
        RequestHash = new string('0', 64),
        DecisionId = "d",
        PolicyRevision = revision,
        PolicyActivatedAt = activatedAt,
    };
}
