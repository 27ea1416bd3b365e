using System.Diagnostics;
using Deployer.Deployments;
using Deployer.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Deployer.Tests.Deployments;

[TestFixture]
internal sealed class WorkDirectoriesTests
{
    private TestDirectory _directory = null!;
    private WorkDirectories _work = null!;

    private string Root => _directory.Combine("work");

    [SetUp]
    public void Create()
    {
        _directory = new TestDirectory();
        _work = new WorkDirectories(Root, NullLogger<WorkDirectories>.Instance);
    }

    [TearDown]
    public void Remove() => _directory.Dispose();

    [Test]
    public void RemoveAllBut_WhatIsLeft_GoesAndWhatIsOpenStays()
    {
        _directory.Write("work/open/a.part", "a");
        _directory.Write("work/over/b.part", "b");
        _directory.Write("work/file", "c");
        Keep("open");
        Assert.That(Directory.GetFileSystemEntries(Root).Select(Path.GetFileName), Is.EqualTo((string[])["open"]));
    }

    [Test]
    public void RemoveAllBut_WorkIsALink_IsRefusedAndNothingIsRemoved()
    {
        var kept = _directory.Write("elsewhere/of-others/kept", "x");
        Directory.CreateSymbolicLink(Root, _directory.Combine("elsewhere"));
        Assert.That(() => Keep("open"), Throws.InstanceOf<IOException>().With.Message.Contains(Root));
        _work.Remove("of-others");
        Assert.That(File.Exists(kept));
    }

    [Test]
    public void RemoveAllBut_LinksInIt_GoAndAreNotFollowed()
    {
        var kept = _directory.Write("elsewhere/kept", "x");
        Directory.CreateDirectory(Root);
        Directory.CreateSymbolicLink(Path.Combine(Root, "open"), _directory.Combine("elsewhere"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "over"), _directory.Combine("elsewhere"));
        Keep("open");
        Assert.That(Directory.GetFileSystemEntries(Root), Is.Empty);
        Assert.That(File.Exists(kept));
    }

    [Test]
    public void Remove_WhatCannotBeRemoved_StopsNobody()
    {
        // A mount point is removed by nobody, not even by root.
        var mounted = Directory.CreateDirectory(_directory.Combine("work", "stuck", "mounted")).FullName;
        if (Run("mount", "-t", "tmpfs", "tmpfs", mounted) != 0)
        {
            Assert.Ignore("This machine lets nobody mount.");
        }

        try
        {
            _directory.Write("work/over/b.part", "b");
            Assert.That(() => _work.Remove("stuck"), Throws.Nothing);
            Assert.That(() => Keep("open"), Throws.Nothing);
            Assert.That(Directory.GetFileSystemEntries(Root).Select(Path.GetFileName), Is.EqualTo((string[])["stuck"]), "the rest goes");
        }
        finally
        {
            Run("umount", mounted);
        }
    }

    private void Keep(params string[] open) => _work.RemoveAllBut(open.ToHashSet());

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
