using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

/// <summary>The shipped policies meet their inputs as the shipped schemas describe them.</summary>
public sealed class ShippedPoliciesTests
{
    private static string Policies => Path.Combine(AppContext.BaseDirectory, "policies");

    private static string Schemas => Path.Combine(AppContext.BaseDirectory, "schemas");

    [Test]
    public async Task Policies_WithTheirSchemas_HaveNothingWrong()
    {
        var run = await CommandRun.RunAsync(AppContext.BaseDirectory, "policy", "check", "--strict", "--schema", Schemas, Policies);

        Assert.That(run.ExitCode, Is.Zero, run.Out + run.Error);
    }

    [Test]
    public async Task Policies_WithTheirSchemas_CompileAndPassTheirTests()
    {
        var run = await CommandRun.RunAsync(AppContext.BaseDirectory, "policy", "test", "--schema", Schemas, Policies);

        Assert.That(run.ExitCode, Is.Zero, run.Out + run.Error);
    }

    [Test]
    public async Task Policies_WithoutSchemas_CompileAndPassTheirTests()
    {
        var run = await CommandRun.RunAsync(AppContext.BaseDirectory, "policy", "test", Policies);

        Assert.That(run.ExitCode, Is.Zero, run.Out + run.Error);
    }

    /// <summary>Some 190 mistakes as people make them, beside the policies and not among them: a gate runs the tests of every revision.</summary>
    [Test]
    public async Task Policies_WithMistakesInTheirData_RefuseAndTell()
    {
        var run = await CommandRun.RunAsync(AppContext.BaseDirectory, "policy", "test", Policies, SourceTree.PathTo("tests", "Policies"), "--run", "data.gatekeeper_mistakes_test", "--timeout", "60s");

        Assert.That(run.ExitCode, Is.Zero, run.Out + run.Error);
        Assert.That(run.Out, Does.Contain("PASS: 1"));
    }

    [TestCase("gatekeeper/call.rego", "input.application", "input.aplication")]
    [TestCase("gatekeeper/identity.rego", "input.caller.kind", "input.caller.knd")]
    [TestCase("gatekeeper/identity.rego", "input.caller.subject", "input.subject")]
    [TestCase("deployer/artifact.rego", "input.artifact.declared_digest", "input.artifact.bytes")]
    [TestCase("deployer/artifact.rego", "input.artifact.declared_digest", "input.credential.name")]
    [TestCase("deployer/credentials.rego", "input.credential.name", "input.credentials.name")]
    public async Task Policies_ReferenceThatNoInputHas_IsATypeError(string file, string reference, string mistaken)
    {
        using var directory = new TemporaryDirectory();
        foreach (var source in Directory.EnumerateFiles(Policies, "*", SearchOption.AllDirectories))
        {
            directory.File(Path.GetRelativePath(Policies, source), await File.ReadAllTextAsync(source));
        }

        var text = await File.ReadAllTextAsync(Path.Combine(Policies, file));
        Assert.That(text, Does.Contain(reference));
        directory.File(file, text.Replace(reference, mistaken));

        var run = await CommandRun.RunAsync(directory.Path, "policy", "check", "--schema", Schemas, ".");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Out);
        Assert.That(run.Error, Does.Contain($"{file}:").And.Contain($"rego_type_error: undefined ref: {mistaken}"));
    }
}
