using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Hosting.Tests.Support;

namespace Hosting.Tests.Revisions;

/// <summary>When a directory is read.</summary>
[TestFixture]
internal sealed class RevisionDirectoryTests
{
    [Test]
    public void TryRead_FileThatEverybodyMayWrite_IsRefusedWheneverItBecomesSo()
    {
        using var policies = new PoliciesDirectory();
        var settings = new RevisionSettings(policies.Path, TimeSpan.Zero, policies.State, new PathJudge(isDevelopment: true));
        var directory = new RevisionDirectory(settings, policies.Time);
        Assert.That(directory.TryRead(), Is.Not.Null);

        File.SetUnixFileMode(policies.At("settings/data.yaml"), (UnixFileMode)Convert.ToInt32("666", 8));
        Assert.That(() => ReadTwice(directory), Throws.TypeOf<RevisionRefusedException>().With.Message.Contains("everybody can write it").And.Message.Contains("mend it with: chmod 0664"));

        File.SetUnixFileMode(policies.At("settings/data.yaml"), (UnixFileMode)Convert.ToInt32("644", 8));
        Assert.That(ReadTwice(directory), Is.Not.Null);
    }

    // Neither the file nor the directory is a part of the policies that a scan would see.
    [TestCase("README.md", "666", "644")]
    [TestCase(".git", "777", "755")]
    public void TryRead_FaultMendedWhereNoScanLooks_IsNoticedWithinSeconds(string name, string open, string closed)
    {
        using var policies = new PoliciesDirectory();
        var path = policies.At(name);
        _ = name[0] == '.' ? Directory.CreateDirectory(path).FullName : Write(path);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(open, 8));
        var settings = new RevisionSettings(policies.Path, TimeSpan.Zero, policies.State, new PathJudge(isDevelopment: true));
        var directory = new RevisionDirectory(settings, policies.Time);
        Assert.That(() => ReadTwice(directory), Throws.TypeOf<RevisionRefusedException>().With.Message.Contains("everybody can write it"));
        policies.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.That(directory.TryRead(), Is.Null, "told once");

        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(closed, 8));
        policies.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.That(directory.TryRead(), Is.Not.Null);
    }

    [Test]
    public void TryRead_NothingChanged_IsReadOnceAMinute()
    {
        using var policies = new PoliciesDirectory();
        var directory = new RevisionDirectory(new RevisionSettings(policies.Path, RevisionSettings.DefaultQuietPeriod, policies.State, new PathJudge(isDevelopment: true)), policies.Time);
        var first = directory.TryRead();
        policies.Time.Advance(TimeSpan.FromSeconds(59));
        var early = directory.TryRead();
        policies.Time.Advance(TimeSpan.FromSeconds(1));

        // Not every file system tells of every change: what the stamps do not show, the contents do.
        Assert.That((first?.Digest, early, directory.TryRead()?.Digest), Is.EqualTo((first!.Digest, (RevisionContent?)null, first.Digest)));
    }

    private static string Write(string path)
    {
        File.WriteAllText(path, "x");
        return path;
    }

    // The first look sees that something is new, the second that it is quiet.
    private static RevisionContent? ReadTwice(RevisionDirectory directory) => directory.TryRead() ?? directory.TryRead();
}
