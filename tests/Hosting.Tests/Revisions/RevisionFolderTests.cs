using Gateway.Hosting.Revisions;
using Hosting.Tests.Support;

namespace Hosting.Tests.Revisions;

/// <summary>When a directory is read.</summary>
[TestFixture]
internal sealed class RevisionFolderTests
{
    [Test]
    public void TryRead_NothingChanged_IsReadOnceAMinute()
    {
        using var policies = new PolicyFolder();
        var folder = new RevisionFolder(new RevisionSettings(policies.Path, RevisionSettings.DefaultQuietPeriod, policies.State), policies.Time);
        var first = folder.TryRead();
        policies.Time.Advance(TimeSpan.FromSeconds(59));
        var early = folder.TryRead();
        policies.Time.Advance(TimeSpan.FromSeconds(1));

        // Not every file system tells of every change: what the stamps do not show, the contents do.
        Assert.That((first?.Digest, early, folder.TryRead()?.Digest), Is.EqualTo((first!.Digest, (RevisionContent?)null, first.Digest)));
    }
}
