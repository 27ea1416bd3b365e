using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies.Fmt;

public sealed class PolicyFmtCommandTests
{
    private const string Ragged = "package a\np:=1\n";
    private const string Formatted = "package a\n\np := 1\n";

    [Test]
    public async Task List_OfTheShippedPolicies_PrintsNothing()
    {
        var run = await CommandRun.RunAsync(SourceTree.Root, "policy", "fmt", "--list", "--fail", "policies", "examples", "schemas", "rego");

        Assert.That((run.ExitCode, run.Out, run.Error), Is.EqualTo((0, string.Empty, string.Empty)));
    }

    [Test]
    public async Task Write_ChangedFile_KeepsItsModeAndLeavesNothingElse()
    {
        using var directory = new TemporaryDirectory();
        directory.File("a.rego", Ragged);
        var path = Path.Combine(directory.Path, "a.rego");
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite;
        File.SetUnixFileMode(path, mode);

        var run = await CommandRun.RunAsync(directory.Path, "policy", "fmt", "--write", "a.rego");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((run.ExitCode, run.Out, run.Error), Is.EqualTo((0, string.Empty, string.Empty)));
            Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo(Formatted));
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(mode));
            Assert.That(Directory.GetFileSystemEntries(directory.Path), Is.EqualTo(new[] { path }));
        }
    }

    [Test]
    public async Task Write_LinkToAFile_ReplacesTheFileAndKeepsTheLink()
    {
        using var directory = new TemporaryDirectory();
        directory.File("real/a.rego", Ragged);
        var link = Path.Combine(directory.Path, "a.rego");
        File.CreateSymbolicLink(link, "real/a.rego");

        await CommandRun.RunAsync(directory.Path, "policy", "fmt", "-w", "a.rego");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new FileInfo(link).LinkTarget, Is.EqualTo("real/a.rego"));
            Assert.That(await File.ReadAllTextAsync(Path.Combine(directory.Path, "real", "a.rego")), Is.EqualTo(Formatted));
        }
    }

    [Test]
    public async Task Write_FormattedFile_LeavesItAlone()
    {
        using var directory = new TemporaryDirectory();
        directory.File("a.rego", Formatted);
        var path = Path.Combine(directory.Path, "a.rego");
        var before = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, before);

        await CommandRun.RunAsync(directory.Path, "policy", "fmt", "-w", ".");

        Assert.That(File.GetLastWriteTimeUtc(path), Is.EqualTo(before));
    }

    [Test]
    public async Task Write_ModuleThatDoesNotParse_LeavesItAlone()
    {
        using var directory = new TemporaryDirectory();
        directory.File("a.rego", "package a\np := (\n");

        var run = await CommandRun.RunAsync(directory.Path, "policy", "fmt", "-w", "a.rego");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(await File.ReadAllTextAsync(Path.Combine(directory.Path, "a.rego")), Is.EqualTo("package a\np := (\n"));
        }
    }

    [Test]
    public async Task Diff_ChangedFile_ShowsTheLinesThatComeAndGo()
    {
        using var directory = new TemporaryDirectory();
        directory.File("a.rego", Ragged);

        var run = await CommandRun.RunAsync(directory.Path, "policy", "fmt", "--diff", "a.rego");

        Assert.That(run.Out, Is.EqualTo("--- a.rego\n+++ a.rego (formatted)\n@@ -1,2 +1,3 @@\n package a\n-p:=1\n+\n+p := 1\n"));
    }

    [TestCase("--nosuch", "Error: unknown flag: --nosuch\n")]
    [TestCase("-x", "Error: unknown shorthand flag: 'x' in -x\n")]
    public async Task Fmt_UnknownFlag_IsRefusedAsInOpa(string flag, string error)
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.RunAsync(directory.Path, "policy", "fmt", flag, "a.rego");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.ExitCode, Is.EqualTo(1));
            Assert.That(run.Error, Does.StartWith(error));
        }
    }
}
