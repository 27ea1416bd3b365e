using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

/// <summary>The example organisation is what its generator writes, is small, and is taken by a gate.</summary>
public sealed class OrganisationExampleTests
{
    private const int MaxLines = 1200;

    private static readonly string Example = SourceTree.PathTo("examples", "organisation");
    private static readonly string Policies = Path.Combine(Example, "policies");

    [Test]
    public async Task Generate_IntoAnEmptyDirectory_WritesWhatIsCheckedIn()
    {
        using var directory = new TemporaryDirectory();

        var run = await ProgramRun.RunAsync(directory.Path, "python3", Path.Combine(Example, "generate.py"), directory.Path);

        Assert.That(run.ExitCode, Is.Zero, run.All);
        var written = FilesBelow(directory.Path);
        Assert.That(written.Where(file => !IsSame(directory.Path, file)), Is.Empty);
        Assert.That(FilesBelow(Policies).Where(file => file.StartsWith("applications/", StringComparison.Ordinal) || file.StartsWith("teams/", StringComparison.Ordinal)),
            Is.SubsetOf(written), "what a job writes, it writes whole");
    }

    [Test]
    public void Data_OfTheOrganisation_IsAsSmallAsItsPageSays()
    {
        var lines = Directory.EnumerateFiles(Policies, "*.yaml", SearchOption.AllDirectories).Sum(file => File.ReadLines(file).Count());

        Assert.That(lines, Is.LessThanOrEqualTo(MaxLines));
        Assert.That(File.ReadAllText(Path.Combine(Example, "README.md")), Does.Contain(FormattableString.Invariant($"{lines:N0} lines of data")));
    }

    [Test]
    public async Task Build_OfTheOrganisation_IsTakenByAGate()
    {
        using var directory = new TemporaryDirectory();
        var target = Path.Combine(directory.Path, "organisation");

        var build = await ProgramRun.RunAsync(directory.Path, "bash", Path.Combine(Example, "build.sh"), target);
        var check = await CommandRun.RunAsync(directory.Path, "policy", "check", target);

        Assert.That(build.ExitCode, Is.Zero, build.All);
        Assert.That((check.ExitCode, check.Error), Is.EqualTo((0, string.Empty)));
    }

    private static List<string> FilesBelow(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(directory, file))];

    private static bool IsSame(string directory, string file)
    {
        var checkedIn = Path.Combine(Policies, file);
        return File.Exists(checkedIn) && File.ReadAllBytes(checkedIn).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(directory, file)));
    }
}
