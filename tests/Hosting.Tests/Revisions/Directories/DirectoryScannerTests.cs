using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions.Directories;
using Hosting.Tests.Support;
using Rego.Loading;

namespace Hosting.Tests.Revisions.Directories;

/// <summary>Which files belong to a revision, and what makes a directory another one.</summary>
[TestFixture]
internal sealed class DirectoryScannerTests
{
    private PoliciesDirectory _policies = null!;

    [SetUp]
    public void Make() => _policies = new PoliciesDirectory();

    [TearDown]
    public void Remove() => _policies.Dispose();

    [Test]
    public void Scan_AsKubernetesMountsIt_HasEachFileOnce()
    {
        var mount = Mount("..2026_11_28_10_00_00.1");

        var scan = DirectoryScanner.Scan(mount);

        Assert.That(scan.Faults, Is.Empty);
        Assert.That(Paths(scan), Is.EqualTo(new[] { ".manifest", "gatekeeper/decision.rego", "gatekeeper/decision_test.rego", "settings/data.yaml" }));
    }

    [Test]
    public void Scan_KubernetesReplacesTheMount_StampIsAnother()
    {
        var mount = Mount("..2026_11_28_10_00_00.1");
        var before = DirectoryScanner.Scan(mount);
        var next = Path.Combine(mount, "..2026_11_28_11_00_00.2");
        PoliciesDirectory.Fill(next, 2);
        File.WriteAllText(Path.Combine(next, ".manifest"), "{}");
        File.CreateSymbolicLink(Path.Combine(mount, "..data_tmp"), Path.GetFileName(next));
        PosixFiles.Rename(Path.Combine(mount, "..data_tmp"), Path.Combine(mount, "..data"));

        var after = DirectoryScanner.Scan(mount);

        Assert.That((after.Stamp == before.Stamp, after.Faults.Count, after.Files.Count), Is.EqualTo((false, 0, 4)));
    }

    [Test]
    public void Scan_DirectoryThatIsALink_IsFollowed()
    {
        var link = Path.Combine(_policies.Outside, "link");
        Directory.CreateSymbolicLink(link, "policies");

        Assert.That(Paths(DirectoryScanner.Scan(link)), Is.EqualTo(Paths(DirectoryScanner.Scan(_policies.Path))));
    }

    [TestCase("guardrails/data")]
    [TestCase("guardrails/datayaml")]
    [TestCase("guardrails/dta.ymal")]
    [TestCase("guardrails/guardrails")]
    [TestCase("guardrails")]
    [TestCase("GUARDRAILS")]
    [TestCase("guardrails.txt")]
    [TestCase("guardrails/DATA")]
    [TestCase("guardrails/data.txt")]
    [TestCase("guardrails/data.md")]
    [TestCase("guardrails/data.yaml.txt")]
    [TestCase("guardrails/data.yaml.md")]
    [TestCase("guardrails/data-model.png")]
    [TestCase("docs/data")]
    [TestCase("docs/data.txt")]
    [TestCase("docs/data~")]
    [TestCase("docs/data_yaml")]
    [TestCase("data.bak")]
    [TestCase("guardrails/GUARDRAILS")]
    [TestCase("notes/guardrails.yaml.orig")]
    [TestCase("teams/web/data.yml")]
    [TestCase("gatekeeper/decision.rego.orig")]
    [TestCase("gatekeeper/extra.rego.txt")]
    [TestCase("gatekeeper/extra.rego~")]
    [TestCase("gatekeeper/more/extra.reg")]
    [TestCase("deployer/extra_rego")]
    public void Scan_FileThatWasMeantToBeRead_IsPartAndSoIsRefused(string name)
    {
        _policies.Write(name, "x: 1\n");

        Assert.That(Paths(DirectoryScanner.Scan(_policies.Path)), Does.Contain(name));
    }

    [Test]
    public void Scan_DirectoryNamedAsAFile_IsAFault()
    {
        Directory.CreateDirectory(_policies.At("guardrails/data.yaml"));

        Assert.That(DirectoryScanner.Scan(_policies.Path).Faults.Single(), Is.EqualTo("guardrails/data.yaml: it is a directory, and is named as a file of rules or data is"));
    }

    [Test]
    public void Scan_HiddenAndForeignFiles_AreNoPart()
    {
        var before = DirectoryScanner.Scan(_policies.Path);
        foreach (var name in new[] { ".git/config.yaml", ".hidden.rego", "settings/.data.yaml.swp", "settings/.manifest", "README.md", "settings/notes.txt", "settings/README", "CODEOWNERS", "teams/web/OWNERS", "Makefile", "docs/index.html", "docs/x.png", "scripts/gen.sh", "applications/shop/README.md", "applications/shop/data-protection.md", "docs/data-model.md", "docs/data-flow.png", "data-protection.md", "scripts/data_import.py", "exceptions.md", "gatekeeper/data_model.md", "gatekeeper/README.md", "gatekeeper/notes.txt" })
        {
            _policies.Write(name, "x");
        }

        _policies.MakeFifo("docs/pipe");
        File.CreateSymbolicLink(_policies.At("LICENSE"), "/etc/hostname");
        File.CreateSymbolicLink(_policies.At(".x"), "/nowhere");

        Assert.That((Paths(DirectoryScanner.Scan(_policies.Path)), DirectoryScanner.Scan(_policies.Path).Faults), Is.EqualTo((Paths(before), before.Faults)));
    }

    [Test]
    public void Scan_SignaturesAndManifestAtTheRoot_AreParts()
    {
        _policies.Write(".manifest", "{}");
        _policies.Write(".signatures.json", "{}");

        Assert.That(Paths(DirectoryScanner.Scan(_policies.Path)), Has.Member(".manifest").And.Member(".signatures.json"));
    }

    [Test]
    public void Scan_LinkInsideToData_IsReadAtItsPlace()
    {
        File.Move(_policies.At("settings/data.yaml"), _policies.At("settings/.version-1.yaml"));
        File.CreateSymbolicLink(_policies.At("settings/data.yaml"), ".version-1.yaml");

        Assert.That(Paths(DirectoryScanner.Scan(_policies.Path)), Has.Member("settings/data.yaml"));
    }

    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Change("written", p => p.Write("settings/data.yaml", "version: 2\n"));
        yield return Change("written with the same text", p => p.Write("settings/data.yaml", "version: 1\n"));
        yield return Change("added", p => p.Write("settings/more.rego", "package more\n"));
        yield return Change("removed", p => File.Delete(p.At("settings/data.yaml")));
        yield return Change("renamed", p => File.Move(p.At("settings/data.yaml"), p.At("settings/data.yml")));
        yield return Change("given other rights", p => File.SetUnixFileMode(p.At("settings/data.yaml"), UnixFileMode.UserRead));
        yield return Change("replaced by an equal one", p => { File.Copy(p.At("settings/data.yaml"), p.At("x")); File.Move(p.At("x"), p.At("settings/data.yaml"), overwrite: true); });
        yield return Change("a fault", p => p.MakeFifo("a.rego"));
        yield return Change("the directory replaced", p => { Directory.Move(p.Path, p.Path + ".old"); PoliciesDirectory.Fill(p.Path, 1); });

        static TestCaseData Change(string name, Action<PoliciesDirectory> change) => new TestCaseData(change).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Changes))]
    public void Scan_Change_GivesAnotherStamp(Action<PoliciesDirectory> change)
    {
        var before = DirectoryScanner.Scan(_policies.Path).Stamp;

        change(_policies);

        Assert.That(DirectoryScanner.Scan(_policies.Path).Stamp, Is.Not.EqualTo(before));
    }

    [Test]
    public void Read_FileThatChangedSinceTheScan_IsNoticed()
    {
        var scan = DirectoryScanner.Scan(_policies.Path);
        _policies.Write("settings/data.yaml", PoliciesDirectory.Data(2));

        Assert.That(() => DirectoryReader.Read(scan), Throws.TypeOf<DirectoryChangedException>());
    }

    [Test]
    public void Read_FileThatIsAFifoByNow_DoesNotBlock()
    {
        var scan = DirectoryScanner.Scan(_policies.Path);
        File.Delete(_policies.At("settings/data.yaml"));
        _policies.MakeFifo("settings/data.yaml");

        Assert.That(() => DirectoryReader.Read(scan), Throws.TypeOf<DirectoryChangedException>());
    }

    [Test]
    public void Read_FileThatIsGone_IsNoticed()
    {
        var scan = DirectoryScanner.Scan(_policies.Path);
        File.Delete(_policies.At("settings/data.yaml"));

        Assert.That(() => DirectoryReader.Read(scan), Throws.TypeOf<DirectoryChangedException>());
    }

    [Test]
    public void TryRead_FileAddedSinceTheScan_IsNoMoment()
    {
        var scan = DirectoryScanner.Scan(_policies.Path);
        _policies.Write("gatekeeper/more.rego", "package more\n");

        Assert.That(DirectorySnapshot.TryRead(_policies.Path, scan), Is.Null);
    }

    [Test]
    public async Task Read_WhileAllFilesAreRewritten_IsWholeOrNothing()
    {
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var version = 2; !stop.IsCancellationRequested; version++)
            {
                PoliciesDirectory.Fill(_policies.Path, version);
                await Task.Delay(1, CancellationToken.None);
            }
        });
        var wholes = 0;
        for (var i = 0; i < 500; i++)
        {
            if (TryRead() is { } files)
            {
                wholes++;
                Assert.That(files.Single(file => file.Path == "gatekeeper/decision.rego").Content, Is.Not.Empty);
                Assert.That(files.Single(file => file.Path == "settings/data.yaml").Content, Is.Not.Empty);
            }
        }

        await stop.CancelAsync();
        await writer;
        TestContext.Out.WriteLine($"{wholes} of 500 reads found a quiet moment");
        Assert.That(TryRead(), Is.Not.Null);
    }

    // What is read is one moment; that it is no moment in the middle of an edit is what the quiet period is for.
    private IReadOnlyList<PolicyFile>? TryRead()
    {
        var scan = DirectoryScanner.Scan(_policies.Path);
        return scan.Files.All(file => file.Status.Size > 0) ? DirectorySnapshot.TryRead(_policies.Path, scan) : null;
    }

    private string Mount(string revision)
    {
        var mount = Path.Combine(_policies.Outside, "mount");
        PoliciesDirectory.Fill(Path.Combine(mount, revision), 1);
        File.WriteAllText(Path.Combine(mount, revision, ".manifest"), "{}");
        File.CreateSymbolicLink(Path.Combine(mount, "..data"), revision);
        foreach (var name in new[] { "gatekeeper", "settings", ".manifest" })
        {
            File.CreateSymbolicLink(Path.Combine(mount, name), "..data/" + name);
        }

        return mount;
    }

    private static string[] Paths(DirectoryScan scan) => [.. scan.Files.Select(file => file.Path)];
}
