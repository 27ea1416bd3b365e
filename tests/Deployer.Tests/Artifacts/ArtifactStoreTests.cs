using System.Security.Cryptography;
using System.Text;
using Deployer.Artifacts;
using Deployer.Errors;
using Deployer.Tests.Support;

namespace Deployer.Tests.Artifacts;

[TestFixture]
internal sealed class ArtifactStoreTests
{
    private const int Size = 100;

    private TestDirectory _directory = null!;
    private ArtifactStore _store = null!;
    private int _put;

    private string Folder => _directory.Combine("store");

    private IEnumerable<string> Kept => Directory.GetFiles(Folder).Select(file => File.ReadAllText(file)[..1]).Order();

    [SetUp]
    public void Create()
    {
        _directory = new TestDirectory();
        _store = new ArtifactStore(Folder, 3 * Size);
        _put = 0;
    }

    [TearDown]
    public void Remove() => _directory.Dispose();

    [Test]
    public void Create_Directory_IsClosedToOthers() =>
        Assert.That(File.GetUnixFileMode(Folder), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));

    [Test]
    public async Task Put_File_IsMovedAndFoundAgain()
    {
        Put("a", Nothing());
        Assert.That(await _store.IsIntactAsync(Digest("a"), CancellationToken.None));
        Assert.That(await _store.IsIntactAsync(Digest("b"), CancellationToken.None), Is.False);
        await using (var file = _store.Open(Digest("a")))
        {
            Assert.That(file.Length, Is.EqualTo(Size));
        }

        Assert.That(Directory.GetFiles(_directory.Combine(), "fetched-*"), Is.Empty);

        // And by the next process.
        var again = new ArtifactStore(Folder, 3 * Size);
        Assert.That(await again.IsIntactAsync(Digest("a"), CancellationToken.None));
    }

    [Test]
    public void Put_NoRoom_TheOldestGoes()
    {
        PutAll("b", "a", "c");
        Put("d", Nothing());
        Assert.That(Kept, Is.EqualTo((string[])["a", "c", "d"]));
    }

    [Test]
    public void Put_NoRoom_WhatARollbackNeedsGoesLast()
    {
        PutAll("a", "b", "c");
        Put("d", Needed(restorable: ["a", "b"]));
        Assert.That(Kept, Is.EqualTo((string[])["a", "b", "d"]));
        Put("e", Needed(restorable: ["a", "b", "d"]));
        Assert.That(Kept, Is.EqualTo((string[])["b", "d", "e"]), "there is no room otherwise");
    }

    [Test]
    public void Put_NoRoom_WhatIsOpenOrPinnedStays()
    {
        PutAll("a", "b", "c");
        using (_store.Pin(Digest("b")))
        {
            Put("d", Needed(open: ["a"]));
            Assert.That(Kept, Is.EqualTo((string[])["a", "b", "d"]));
        }

        Put("e", Needed(open: ["a"]));
        Assert.That(Kept, Is.EqualTo((string[])["a", "d", "e"]), "pinned no more");
    }

    [Test]
    public void Put_AllAreOpen_FailsAndRemovesNothing()
    {
        PutAll("a", "b", "c");
        var error = Assert.Throws<StepFailedException>(() => Put("d", Needed(open: ["a", "b", "c"])))!;
        Assert.That(error.Message, Does.StartWith("The deployer's store of artifacts is full: it takes 300 bytes (Deployer:Limits:MaxStoreBytes)"));
        Assert.That(Kept, Is.EqualTo((string[])["a", "b", "c"]));
    }

    // Or else one artifact that is far too large would leave nothing to roll back to.
    [Test]
    public void Put_LargerThanTheStore_TakesNothingFromOthers()
    {
        PutAll("a", "b");
        Assert.Throws<StepFailedException>(() => Put("d", Needed(restorable: ["a"]), (3 * Size) + 1));
        Assert.Throws<StepFailedException>(() => Put("d", Needed(open: ["a"]), (2 * Size) + 1));
        Assert.That(Kept, Is.EqualTo((string[])["a", "b"]));
        Put("d", Needed(open: ["a"]), 2 * Size);
        Assert.That(Kept, Is.EqualTo((string[])["a", "d"]));
    }

    [Test]
    public void Put_AfterAFailure_HoldsNoPin()
    {
        Assert.Throws<StepFailedException>(() => Put("d", Nothing(), (3 * Size) + 1));
        PutAll("d", "a", "b", "c");
        Assert.That(Kept, Is.EqualTo((string[])["a", "b", "c"]));
    }

    [Test]
    public void Put_SameDigestAgain_IsThereOnceAndCountsOnce()
    {
        PutAll("a", "b", "c");
        Put("a", Needed(open: ["a", "b", "c"]));
        Assert.That(Kept, Is.EqualTo((string[])["a", "b", "c"]));
    }

    [Test]
    public void Trim_TwoPinsOfOneDigest_StaysUntilBothAreReleased()
    {
        PutAll("a", "b");
        var one = _store.Pin(Digest("a"));
        var other = _store.Pin(Digest("a"));
        one.Dispose();
        one.Dispose();
        _store.Trim(Nothing());
        Assert.That(Kept, Is.EqualTo((string[])["a"]), "released twice by one");
        other.Dispose();
        _store.Trim(Nothing());
        Assert.That(Kept, Is.Empty);
    }

    [Test]
    public void Trim_WhatIsNeeded_Stays()
    {
        PutAll("a", "b", "c");
        _store.Trim(Needed(open: ["a"], restorable: ["c"]));
        Assert.That(Kept, Is.EqualTo((string[])["a", "c"]));
    }

    // What is pinned until it is on record is missed by nobody who asks afterwards.
    [Test]
    public void Trim_RecordedWhileItWasAsked_Stays()
    {
        var isRecorded = false;
        var path = Fetched("a", Size);
        var pin = _store.Put(path, Digest("a"), Nothing());
        using var asked = new ManualResetEventSlim();
        var letGo = Task.Run(() =>
        {
            asked.Wait();
            isRecorded = true;
            pin.Dispose();
        });
        _store.Trim(() =>
        {
            var before = isRecorded ? Needed(open: ["a"])() : Nothing()();
            asked.Set();
            SpinWait.SpinUntil(() => isRecorded);
            return before;
        });
        letGo.Wait();
        Assert.That(Kept, Is.EqualTo((string[])["a"]));
    }

    [Test]
    public void Trim_FilesOfOthers_AreLeftAlone()
    {
        File.WriteAllText(Path.Combine(Folder, "README"), "x");
        Directory.CreateDirectory(Path.Combine(Folder, new string('a', 64)));
        _store.Trim(Nothing());
        Assert.That(Directory.GetFileSystemEntries(Folder), Has.Length.EqualTo(2));
    }

    [TestCase("changed")]
    [TestCase("")]
    public async Task IsIntact_DamagedFile_IsFalse(string content)
    {
        Put("a", Nothing());
        File.WriteAllText(Path.Combine(Folder, Digest("a")[7..]), content);
        Assert.That(await _store.IsIntactAsync(Digest("a"), CancellationToken.None), Is.False);
    }

    [Test]
    public void Open_NotThere_Throws() => Assert.That(() => _store.Open(Digest("a")), Throws.InstanceOf<IOException>());

    [TestCase("")]
    [TestCase("sha256:../../etc/passwd")]
    [TestCase("sha256:0")]
    [TestCase("sha512:0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("sha256:000000000000000000000000000000000000000000000000000000000000000/")]
    [TestCase("sha256:000000000000000000000000000000000000000000000000000000000000000A")]
    public void Names_ThatAreNoDigests_AreRefused(string name)
    {
        var path = Fetched("a", Size);
        Assert.That(() => _store.Open(name), Throws.ArgumentException);
        Assert.That(async () => await _store.IsIntactAsync(name, CancellationToken.None), Throws.ArgumentException);
        Assert.That(() => _store.Put(path, name, Nothing()), Throws.ArgumentException);
        Assert.That(File.Exists(path));
    }

    private void PutAll(params string[] artifacts) => Array.ForEach(artifacts, artifact => Put(artifact, Nothing()));

    private void Put(string artifact, Func<ArtifactRetention> retention, int size = Size) => _store.Put(Fetched(artifact, size), Digest(artifact), retention).Dispose();

    // Each is a second younger than the one before it.
    private string Fetched(string artifact, int size)
    {
        var path = _directory.Combine($"fetched-{artifact}");
        File.WriteAllBytes(path, [.. Content(artifact), .. new byte[size - Size]]);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(_put++));
        return path;
    }

    private static byte[] Content(string artifact) => Encoding.UTF8.GetBytes(artifact.PadRight(Size));

    private static string Digest(string artifact) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Content(artifact)));

    private static Func<ArtifactRetention> Nothing() => Needed();

    private static Func<ArtifactRetention> Needed(string[]? open = null, string[]? restorable = null) =>
        () => new ArtifactRetention((open ?? []).Select(Digest).ToHashSet(), (restorable ?? []).Select(Digest).ToHashSet());
}
