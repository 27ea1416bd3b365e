using Gateway.Hosting.Revisions;
using Hosting.Tests.Support;

namespace Hosting.Tests.Revisions;

/// <summary>A revision is taken whole or not at all, and what was refused is said, recorded and kept.</summary>
[TestFixture]
internal sealed class RevisionStoreTests
{
    private PoliciesDirectory _policies = null!;

    [SetUp]
    public void Make() => _policies = new PoliciesDirectory();

    [TearDown]
    public void Remove() => _policies.Dispose();

    [Test]
    public void Open_GoodPolicies_AreRecordedKeptAndInUse()
    {
        var store = _policies.Store;

        Assert.Multiple(() =>
        {
            Assert.That(_policies.Versions(), Is.EqualTo((1, 1)));
            Assert.That(_policies.Log.Taken.Single(), Is.EqualTo((store.Current, (string?)null)));
            Assert.That(store.Status, Is.EqualTo(new RevisionStatus(store.Current.Digest, null, _policies.Time.GetUtcNow(), null)));
            Assert.That(_policies.Archive.Find(store.Current.Digest)!.Files.Select(file => file.Path),
                Is.EqualTo(new[] { "gatekeeper/decision.rego", "gatekeeper/decision_test.rego", "settings/data.yaml" }));
        });
    }

    [Test]
    public void Look_ChangedFiles_AreTakenOnlyAfterTheQuietPeriod()
    {
        _ = _policies.Store;
        PoliciesDirectory.Fill(_policies.Path, 2);

        _policies.Store.Look();
        var atOnce = _policies.Versions();
        _policies.Time.Advance(TimeSpan.FromMilliseconds(999));
        _policies.Store.Look();
        var early = _policies.Versions();
        _policies.Time.Advance(TimeSpan.FromMilliseconds(1));
        _policies.Store.Look();

        Assert.That((atOnce, early, _policies.Versions()), Is.EqualTo(((1L, 1L), (1L, 1L), (2L, 2L))));
    }

    [Test]
    public void Look_SecondFileWithinTheQuietPeriod_NoMixtureDecides()
    {
        _ = _policies.Store;
        _policies.Write("gatekeeper/decision.rego", PoliciesDirectory.Module(2));
        _policies.Store.Look();
        _policies.Time.Advance(TimeSpan.FromMilliseconds(900));
        _policies.Write("settings/data.yaml", PoliciesDirectory.Data(2));
        _policies.Store.Look();
        _policies.Time.Advance(TimeSpan.FromMilliseconds(900));
        _policies.Store.Look();
        var between = _policies.Versions();

        _policies.Settle();

        Assert.That((between, _policies.Versions()), Is.EqualTo(((1L, 1L), (2L, 2L))));
    }

    [Test]
    public void Look_SameSizeAndTimes_IsSeen()
    {
        _ = _policies.Store;
        foreach (var (path, text) in new[] { ("gatekeeper/decision.rego", PoliciesDirectory.Module(2)), ("settings/data.yaml", PoliciesDirectory.Data(2)) })
        {
            _policies.WriteUnderTheSameTime(path, text);
        }

        _policies.Settle();

        Assert.That(_policies.Versions(), Is.EqualTo((2, 2)));
    }

    [Test]
    public void Look_WholeDirectoryReplaced_IsTaken()
    {
        _ = _policies.Store;
        PoliciesDirectory.Fill(_policies.Path + ".next", 2);
        Directory.Move(_policies.Path, _policies.Path + ".old");
        Directory.Move(_policies.Path + ".next", _policies.Path);

        _policies.Settle();

        Assert.That(_policies.Versions(), Is.EqualTo((2, 2)));
    }

    [Test]
    public void Look_DirectoryRemoved_LastRevisionStaysAndStatusSaysWhy()
    {
        _ = _policies.Store;
        Directory.Move(_policies.Path, _policies.Path + ".away");

        _policies.Settle();
        var refused = _policies.Store.Status.Refused!;
        var versions = _policies.Versions();
        Directory.Move(_policies.Path + ".away", _policies.Path);
        _policies.Settle();

        Assert.Multiple(() =>
        {
            Assert.That(refused.Revision, Is.Null);
            Assert.That(refused.Faults.Single(), Is.EqualTo("the directory of policies is not there"));
            Assert.That(versions, Is.EqualTo((1, 1)));
            Assert.That(_policies.Store.Status.Refused, Is.Null);
        });
    }

    private static IEnumerable<TestCaseData> WrongPolicies()
    {
        yield return Wrong("a syntax error", p => p.Write("gatekeeper/decision.rego", "package gatekeeper\n\ndecision := {"), "gatekeeper/decision.rego:3:");
        yield return Wrong("a name that is not there", p => p.Write("gatekeeper/decision.rego", "package gatekeeper\n\ndecision := nowhere(1)\n"), "rego_type_error: undefined function");
        yield return Wrong("a test that fails", p => p.Write("gatekeeper/more_test.rego", "package gatekeeper_more_test\n\ntest_no if 1 == 2\n"), "gatekeeper/more_test.rego:3:1: the test data.gatekeeper_more_test.test_no failed");
        yield return Wrong("a test that does not compile", p => p.Write("gatekeeper/more_test.rego", "package gatekeeper_more_test\n\ntest_no if x\n"), "rego_unsafe_var_error");
        yield return Wrong("a test that never ends within its bounds", p => p.Write("gatekeeper/more_test.rego", "package gatekeeper_more_test\n\ntest_no if count(numbers.range(1, 100000000)) > 1\n"), "the test data.gatekeeper_more_test.test_no ended with");
        yield return Wrong(
            "a rule in a file of tests, which decides nothing where it counts",
            p => p.Write("gatekeeper/freeze_test.rego", "package gatekeeper.checks\n\nfound contains 2\n\ntest_found if 2 in found\n"),
            "gatekeeper/freeze_test.rego:1:1: what *_test.rego files hold decides nothing, and the package gatekeeper.checks decides; tests stand in a package such as gatekeeper_freeze_test");
        yield return Wrong("broken YAML", p => p.Write("settings/data.yaml", "version: [1"), "settings/data.yaml:2:1: the YAML cannot be read: ");
        yield return Wrong("broken JSON", p => p.Write("other/data.json", "{"), "other/data.json:1:2: the JSON cannot be read: ");
        yield return Wrong("data in another place", p => p.Write("settings/more.yaml", "version: 2"), "settings/more.yaml: data cannot stand here; valid is a directory's own file, such as roles/data.yaml");
        yield return Wrong("a function that looks at the clock", p => p.Write("gatekeeper/clock.rego", "package gatekeeper.clock\n\nnow := time.now_ns()\n"), "the time of the call is input.context.time");
        yield return Wrong("a token's times by the clock", p => p.Write("gatekeeper/clock.rego", "package gatekeeper.clock\n\nfresh := io.jwt.decode_verify(input.token, {\"secret\": \"s\", \"alg\": \"HS256\"})[0]\n"), "io.jwt.decode_verify (its result depends on more than its operands, and a decision on the input and the files alone; the time of the call is input.context.time)");
        yield return Wrong("a certificate's times by the clock", p => p.Write("gatekeeper/clock.rego", "package gatekeeper.clock\n\ncerts := crypto.x509.parse_and_verify_certificates(input.chain)[0]\n"), "crypto.x509.parse_and_verify_certificates (its result depends on more");
        yield return Wrong("a FIFO", p => p.MakeFifo("gatekeeper/pipe.rego"), "gatekeeper/pipe.rego: it is not a regular file");
        yield return Wrong("a device", p => p.MakeDevice("settings/null.yaml"), "settings/null.yaml: it is not a regular file");
        yield return Wrong("a socket", p => p.MakeSocket("settings/s.json"), "settings/s.json: it is not a regular file");
        yield return Wrong("a link that leads out", p => File.CreateSymbolicLink(p.At("settings/x.yaml"), "/etc/hostname"), "settings/x.yaml: the link leads out of the directory");
        yield return Wrong("a link to a directory outside", p => Directory.CreateSymbolicLink(p.At("all"), "/etc"), "all: the link leads out of the directory");
        yield return Wrong("a link that leads nowhere", p => File.CreateSymbolicLink(p.At("settings/x.yaml"), "none.yaml"), "settings/x.yaml: the link leads nowhere");
        yield return Wrong("a link to itself", p => File.CreateSymbolicLink(p.At("x.rego"), "x.rego"), "x.rego: the link leads nowhere");
        yield return Wrong("a link back to the directory", p => Directory.CreateSymbolicLink(p.At("gatekeeper/again"), ".."), "gatekeeper/again: the link leads back to the directory itself");
        yield return Wrong("a link to the directory above it", p => Directory.CreateSymbolicLink(p.At("gatekeeper/again"), "."), "nested more than");
        yield return Wrong("data under two names", p => File.CreateSymbolicLink(p.At("settings/more.yaml"), "data.yaml"), "settings/more.yaml: it is the same file as settings/data.yaml");
        yield return Wrong("a module under two names", p => File.CreateSymbolicLink(p.At("again.rego"), "gatekeeper/decision.rego"), "it is the same file as");
        yield return Wrong("a link that makes a test of a module", p => File.CreateSymbolicLink(p.At("gatekeeper/a_test.rego"), "decision.rego"), "gatekeeper/decision.rego: it is the same file as gatekeeper/a_test.rego");
        yield return Wrong("a link that makes data of a module", p => { Directory.CreateDirectory(p.At("aa")); File.CreateSymbolicLink(p.At("aa/data.yaml"), "../gatekeeper/decision.rego"); }, "gatekeeper/decision.rego: it is the same file as aa/data.yaml");
        yield return Wrong("a name that is not UTF-8", p => p.MakeNotUtf8("gatekeeper"), "its name is not UTF-8");
        yield return Wrong("a failing test in a file that is not called so", p => { File.Delete(p.At("gatekeeper/decision_test.rego")); p.Write("gatekeeper/more.rego", "package gatekeeper.more\n\ntest_no if false\n"); }, "the test data.gatekeeper.more.test_no failed");
        yield return Wrong("a serial that stands twice", p => p.Write(".manifest", "{\"metadata\": {\"serial\": 7, \"serial\": 8}}"), ".manifest: it is not JSON such as");
        yield return Wrong("no policy at all", p => Directory.Delete(p.At("gatekeeper"), recursive: true), "there is no policy");
        yield return Wrong("a manifest that is none", p => p.Write(".manifest", "[]"), ".manifest: it is not an object");
        yield return Wrong("a serial that is none", p => p.Write(".manifest", "{\"metadata\": {\"serial\": \"7\"}}"), ".manifest: 'metadata.serial' is \"7\"");
        yield return Wrong("a misspelt member of the manifest", p => p.Write(".manifest", "{\"serial\": 7}"), ".manifest: 'serial' is not known");
        yield return Wrong("a misspelt serial", p => p.Write(".manifest", "{\"metadata\": {\"seriall\": 7}}"), ".manifest: 'metadata.seriall' is not known; known are serial");
        yield return Wrong("roots that leave something out", p => p.Write(".manifest", "{\"roots\": [\"gatekeeper\"]}"), ".manifest: 'roots' would leave out");
        yield return Wrong("an empty manifest", p => p.Write(".manifest", ""), ".manifest: it is not JSON such as");
        yield return Wrong("a name with a line break", p => p.Write("settings/a\nb.yaml", "x: 1"), "control characters");
        yield return Wrong("a directory in place of a module's name nested without end", p => p.Write(string.Join('/', Enumerable.Repeat("d", 40)) + "/x.rego", "package x"), "nested more than");

        static TestCaseData Wrong(string name, Action<PoliciesDirectory> spoil, string fault) => new TestCaseData(spoil, fault).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(WrongPolicies))]
    public void Look_WrongPolicies_LastRevisionStaysAndEverybodyIsToldWhy(Action<PoliciesDirectory> spoil, string fault)
    {
        var before = _policies.Store.Current;
        spoil(_policies);

        _policies.Settle();
        _policies.Settle();

        var refused = _policies.Store.Status.Refused;
        Assert.Multiple(() =>
        {
            Assert.That(_policies.Store.Current, Is.EqualTo(before));
            Assert.That(refused?.Faults, Has.Some.Contains(fault));
            Assert.That(_policies.Log.Refused.Select(record => (record.Refusal, record.Current)), Is.EqualTo(new[] { (refused, before.Digest) }), "recorded once");
            Assert.That(_policies.Versions(), Is.EqualTo((1, 1)));
        });
        if (refused!.Revision is { } digest)
        {
            Assert.That(_policies.Archive.Find(digest)!.Faults, Is.EqualTo(refused.Faults));
        }
    }

    [TestCaseSource(nameof(WrongPolicies))]
    public void Open_WrongPolicies_StopsTheStartAndIsRecorded(Action<PoliciesDirectory> spoil, string fault)
    {
        spoil(_policies);
        var opening = Task.Run(_policies.Open);
        while (!opening.IsCompleted)
        {
            _policies.Time.Advance(TimeSpan.FromMilliseconds(100));
            Task.WaitAny([opening], 5);
        }

        Assert.Multiple(() =>
        {
            Assert.That(() => opening.GetAwaiter().GetResult(), Throws.TypeOf<RevisionRefusedException>().With.Message.Contains(fault));
            Assert.That(_policies.Log.Refused, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void Look_MendedPolicies_AreTakenAndTheRefusalIsGone()
    {
        _ = _policies.Store;
        _policies.MakeFifo("gatekeeper/pipe.rego");
        _policies.Settle();
        var wasRefused = _policies.Store.Status.Refused is not null;
        File.Delete(_policies.At("gatekeeper/pipe.rego"));
        PoliciesDirectory.Fill(_policies.Path, 2);

        _policies.Settle();

        Assert.That((wasRefused, _policies.Store.Status.Refused, _policies.Versions()), Is.EqualTo((true, (RevisionRefusal?)null, (2L, 2L))));
    }

    [Test]
    public void Look_BackToTheRevisionInUse_TheRefusalIsGone()
    {
        var before = _policies.Store.Current;
        _policies.Write("gatekeeper/more_test.rego", "package gatekeeper_more_test\n\ntest_no if 1 == 2\n");
        _policies.Settle();
        File.Delete(_policies.At("gatekeeper/more_test.rego"));

        _policies.Settle();

        Assert.That((_policies.Store.Status.Refused, _policies.Store.Current), Is.EqualTo(((RevisionRefusal?)null, before)));
    }

    [Test]
    public void Look_NeverQuiet_IsToldOnceAndEndsWithQuiet()
    {
        _ = _policies.Store;
        for (var i = 0; i < 80; i++)
        {
            PoliciesDirectory.Fill(_policies.Path, 2 + i);
            _policies.Store.Look();
            _policies.Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        var restless = _policies.Store.Status.Refused;
        _policies.Settle();

        Assert.Multiple(() =>
        {
            Assert.That(restless?.Faults.Single(), Does.Contain("have not been quiet"));
            Assert.That(_policies.Log.Refused, Has.Count.EqualTo(1));
            Assert.That(_policies.Versions(), Is.EqualTo((81, 81)));
        });
    }

    [Test]
    public void Look_HiddenFilesThatComeAndGo_DoNotKeepARevisionAway()
    {
        _ = _policies.Store;
        PoliciesDirectory.Fill(_policies.Path, 2);
        for (var i = 0; i < 4; i++)
        {
            _policies.Write($"gatekeeper/.swap{i}", "x");
            _policies.Write($"gatekeeper/notes{i}.txt", "x");
            _policies.Store.Look();
            _policies.Time.Advance(TimeSpan.FromMilliseconds(400));
        }

        Assert.That(_policies.Versions(), Is.EqualTo((2, 2)));
    }

    [Test]
    public void Look_EqualContentsComparedAgain_AreNoNewRevision()
    {
        var before = _policies.Store.Current;

        _policies.Time.Advance(TimeSpan.FromMinutes(2));
        _policies.Store.Look();

        Assert.That((_policies.Store.Current, _policies.Log.Taken.Count), Is.EqualTo((before, 1)));
    }

    [Test]
    public void Look_RecordThatFails_RevisionIsNotTakenUntilItIsRecorded()
    {
        _ = _policies.Store;
        PoliciesDirectory.Fill(_policies.Path, 2);
        _policies.Log.IsBroken = true;
        _policies.Settle();
        var unrecorded = _policies.Versions();
        var refused = _policies.Store.Status.Refused;
        _policies.Log.IsBroken = false;

        _policies.Settle();

        Assert.Multiple(() =>
        {
            Assert.That(unrecorded, Is.EqualTo((1, 1)));
            Assert.That(refused!.Faults.Single(), Does.Contain("could not be kept and recorded"));
            Assert.That(_policies.Versions(), Is.EqualTo((2, 2)));
            Assert.That(_policies.Store.Status.Refused, Is.Null);
        });
    }

    [Test]
    public void Look_RefusedWhereNothingCanBeKept_IsRecordedAllTheSame()
    {
        _ = _policies.Store;
        Directory.Delete(Path.Combine(_policies.State, "revisions"), recursive: true);
        File.WriteAllText(Path.Combine(_policies.State, "revisions"), "");
        _policies.Write("gatekeeper/decision.rego", "package gatekeeper\n\ndecision := {");

        _policies.Settle();

        Assert.That(_policies.Log.Refused, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Look_PoliciesThatTakeLong_AreGivenUpForNewerOnes()
    {
        _ = _policies.Store;
        _policies.Write("gatekeeper/slow_test.rego", "package gatekeeper_slow_test\n\n" + string.Concat(Enumerable.Range(0, 8).Select(i =>
            $"test_{i} if count([1 | some a in numbers.range(1, 4000); some b in numbers.range(1, 4000); a * b < 0]) == 0\n\n")));
        _policies.Store.Look();
        _policies.Time.Advance(RevisionSettings.DefaultQuietPeriod);
        var looking = Task.Run(() => _policies.Store.Look());
        Assert.That(looking.Wait(TimeSpan.FromMilliseconds(500)), Is.False, "the policies are too fast for this test");

        File.Delete(_policies.At("gatekeeper/slow_test.rego"));
        PoliciesDirectory.Fill(_policies.Path, 2);
        await looking;
        _policies.Settle();

        Assert.That((_policies.Versions(), _policies.Log.Refused.Count), Is.EqualTo(((2L, 2L), 0)));
    }

    // The refusal is the machine's: it is told once, and the same files are taken when there is time for them.
    [Test]
    public void Look_PoliciesThatTookTooLong_AreTriedAgain()
    {
        _ = _policies.Store;
        _policies.Write("gatekeeper/slow_test.rego", "package gatekeeper_slow_test\n\n" + string.Concat(Enumerable.Range(0, 30).Select(i =>
            $"test_{i} if count([1 | some a in numbers.range(1, 800); some b in numbers.range(1, 800); a * b < 0]) == 0\n\n")));
        PoliciesDirectory.Fill(_policies.Path, 2);
        _policies.Settings.LoadLimit = TimeSpan.Zero;
        _policies.Settle();
        var refused = _policies.Store.Status.Refused;
        Assert.That(refused?.Faults.Single(), Is.EqualTo("the policies take longer than 0 s to load; they are tried again"), "the policies are too fast for this test");
        _policies.Settle();
        Assert.That((_policies.Versions(), _policies.Log.Refused.Count), Is.EqualTo(((1L, 1L), 1)));

        _policies.Settings.LoadLimit = TimeSpan.FromMinutes(2);
        _policies.Settle();

        Assert.That((_policies.Versions(), _policies.Store.Status.Refused), Is.EqualTo(((2L, 2L), (RevisionRefusal?)null)));
        Assert.That(_policies.Store.IsLeft(refused!.Revision!), Is.False, "it is in use");
    }

    [Test]
    public void Look_RevisionThatWasRefusedAndMadeWay_IsLeft()
    {
        _ = _policies.Store;
        _policies.Write("gatekeeper/more_test.rego", "package gatekeeper_more_test\n\ntest_no if 1 == 2\n");
        _policies.Settle();
        var refused = _policies.Store.Status.Refused!.Revision!;
        var whileItStands = _policies.Store.IsLeft(refused);
        File.Delete(_policies.At("gatekeeper/more_test.rego"));
        _policies.Settle();
        var back = _policies.Store.IsLeft(refused);
        _policies.Write("gatekeeper/more_test.rego", "package gatekeeper_more_test\n\ntest_no if 1 == 2\n");
        _policies.Settle();
        var again = _policies.Store.IsLeft(refused);
        File.Delete(_policies.At("gatekeeper/more_test.rego"));
        PoliciesDirectory.Fill(_policies.Path, 2);
        _policies.Settle();

        Assert.That((whileItStands, back, again, _policies.Store.IsLeft(refused)), Is.EqualTo((false, true, false, true)));
    }

    [Test]
    public void Open_RevisionThatWasRefusedAndMadeWayBefore_IsLeft()
    {
        _ = _policies.Store;
        _policies.Write("gatekeeper/more_test.rego", "package gatekeeper_more_test\n\ntest_no if 1 == 2\n");
        _policies.Settle();
        var refused = _policies.Store.Status.Refused!.Revision!;
        File.Delete(_policies.At("gatekeeper/more_test.rego"));

        var again = _policies.Open();

        Assert.That((again.IsLeft(refused), again.IsLeft(again.Current.Digest)), Is.EqualTo((true, false)));
    }

    [Test]
    public void Open_SameFilesAfterARestart_AreNoNewerThanBefore()
    {
        var first = _policies.Store.Current;
        _policies.Time.Advance(TimeSpan.FromHours(3));

        var again = _policies.Open();

        Assert.That((again.Current.Digest, again.Current.ActivatedAt), Is.EqualTo((first.Digest, first.ActivatedAt)));
    }

    [Test]
    public void Look_BackToAnOldRevision_IsANewActivation()
    {
        var first = _policies.Store.Current;
        PoliciesDirectory.Fill(_policies.Path, 2);
        _policies.Settle();
        _policies.Time.Advance(TimeSpan.FromMinutes(1));
        PoliciesDirectory.Fill(_policies.Path, 1);

        _policies.Settle();

        Assert.Multiple(() =>
        {
            Assert.That(_policies.Store.Current.Digest, Is.EqualTo(first.Digest));
            Assert.That(_policies.Store.Current.ActivatedAt, Is.GreaterThan(first.ActivatedAt + TimeSpan.FromMinutes(1)));
            Assert.That(_policies.Log.Taken.Select(record => record.Next.Digest).Distinct().Count(), Is.EqualTo(2));
            Assert.That(_policies.Log.Taken, Has.Count.EqualTo(3));
        });
    }

    [Test]
    public void Look_LowerSerial_IsRefused()
    {
        _policies.Write(".manifest", "{\"metadata\": {\"serial\": 5}}");
        _ = _policies.Store;
        foreach (var manifest in new[] { "{\"metadata\": {\"serial\": 4}}", "{\"metadata\": {\"serial\": 5}}", "{}" })
        {
            PoliciesDirectory.Fill(_policies.Path, 2);
            _policies.Write(".manifest", manifest);
            _policies.Settle();
            Assert.That(_policies.Store.Status.Refused!.Faults.Single(), Does.Contain("the one that was taken last has 5"), manifest);
        }

        _policies.Write(".manifest", "{\"metadata\": {\"serial\": 6}}");
        _policies.Settle();

        Assert.That((_policies.Versions(), _policies.Store.Status.Serial), Is.EqualTo(((2L, 2L), (long?)6)));
    }

    [Test]
    public void Find_ReplacedRevision_IsKnownForTenMinutes()
    {
        var first = _policies.Store.Current.Digest;
        PoliciesDirectory.Fill(_policies.Path, 2);
        _policies.Settle();
        _policies.Time.Advance(TimeSpan.FromMinutes(9));
        var soon = _policies.Store.Find(first);
        _policies.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.That((soon?.Digest, _policies.Store.Find(first)), Is.EqualTo((first, (Revision?)null)));
    }

    [Test]
    public async Task WaitForAsync_RevisionThatComes_IsGiven()
    {
        var first = _policies.Store.Current.Digest;
        PoliciesDirectory.Fill(_policies.Path, 2);
        using var other = new PoliciesDirectory();
        PoliciesDirectory.Fill(other.Path, 2);
        var wanted = other.Store.Current.Digest;

        var waiting = _policies.Store.WaitForAsync(wanted, TimeSpan.FromSeconds(5), CancellationToken.None);
        Assert.That(waiting.IsCompleted, Is.False);
        _policies.Settle();

        Assert.That(((await waiting)?.Digest, (await _policies.Store.WaitForAsync(first, TimeSpan.Zero, CancellationToken.None))?.Digest), Is.EqualTo((wanted, first)));
    }

    [Test]
    public async Task WaitForAsync_RevisionThatDoesNotCome_IsGivenUp()
    {
        _ = _policies.Store;
        var waiting = _policies.Store.WaitForAsync("sha256:0", TimeSpan.FromSeconds(5), CancellationToken.None);
        _policies.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(await waiting, Is.Null);
    }

    [Test]
    public void Look_LargeData_IsTaken()
    {
        _ = _policies.Store;
        var rows = string.Join(',', Enumerable.Range(0, 470_000).Select(i => $"\"name-{i:0000000}-of-an-application\": {{\"roles\": [\"reader\", \"deployer\"]}}"));
        File.Delete(_policies.At("settings/data.yaml"));
        _policies.Write("settings/data.json", "{\"version\": 1}");
        _policies.Write("grants/data.json", $"{{{rows}}}");
        Assert.That(new FileInfo(_policies.At("grants/data.json")).Length, Is.GreaterThan(30L << 20));

        _policies.Settle();

        Assert.That(_policies.Store.Status.Refused, Is.Null);
        Assert.That(_policies.Archive.Find(_policies.Store.Current.Digest)!.Files.Select(file => file.Path), Has.Member("grants/data.json"));
    }
}
