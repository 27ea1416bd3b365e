using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

/// <summary><c>--schema</c> where it cannot be read, and where it finds something.</summary>
public sealed class PolicySchemasTests
{
    private static readonly TestCaseData[] Commands =
    [
        new(1, (string[])["check", "."]),
        new(1, (string[])["test", "p.rego"]),
        new(2, (string[])["eval", "-d", "p.rego", "data.p"]),
    ];

    [TestCaseSource(nameof(Commands))]
    public async Task Schema_Missing_IsSaidAsInOpa(int exitCode, string[] command)
    {
        using var directory = new TemporaryDirectory();
        directory.File("p.rego", "package p\n\np := input.x\n");

        var run = await CommandRun.RunAsync(directory.Path, ["policy", .. command, "--schema", "missing.json"]);

        Assert.That((run.ExitCode, run.Out, run.Error), Is.EqualTo((exitCode, string.Empty, "1 error occurred during loading: stat missing.json: no such file or directory\n")));
    }

    [TestCaseSource(nameof(Commands))]
    public async Task Schema_NoDocument_IsSaidAsInOpa(int exitCode, string[] command)
    {
        using var directory = new TemporaryDirectory();
        directory.File("p.rego", "package p\n\np := input.x\n");
        directory.File("schemas/broken.json", "{");

        var run = await CommandRun.RunAsync(directory.Path, ["policy", .. command, "-s", "schemas"]);

        Assert.That((run.ExitCode, run.Out, run.Error), Is.EqualTo((exitCode, string.Empty, "1 error occurred during loading: schemas/broken.json: yaml: line 1: did not find expected node content\n")));
    }

    [TestCaseSource(nameof(Commands))]
    public async Task Schema_OfTheInput_FindsAReferenceThatItDoesNotHave(int exitCode, string[] command)
    {
        using var directory = new TemporaryDirectory();
        directory.File("p.rego", "package p\n\np := input.aplication\n");
        directory.File("input.yaml", "type: object\nproperties:\n  application: {type: string}\n");

        var run = await CommandRun.RunAsync(directory.Path, ["policy", .. command, "--schema", "input.yaml"]);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode));
        Assert.That(run.Out + run.Error, Does.Contain("undefined ref: input.aplication"));
    }
}
