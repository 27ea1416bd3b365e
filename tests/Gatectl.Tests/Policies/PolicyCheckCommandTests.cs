using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

public sealed class PolicyCheckCommandTests
{
    private const string Wrong = "package a\n\np := x\n";

    [Test]
    public async Task Check_RightModules_SaysNothing()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.rego", "package a\n\np := 1\n");

        var run = await CheckAsync(folder, ".");

        Assert.That(run, Is.EqualTo(new CommandRun(0, string.Empty, string.Empty)));
    }

    [Test]
    public async Task Check_WrongModule_ShowsTheLineAndThePlace()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.rego", "package a\n\np := nosuchthing(1)\n");

        var run = await CheckAsync(folder, "a.rego");

        Assert.That(run, Is.EqualTo(new CommandRun(1, string.Empty, "1 error occurred: a.rego:3: rego_type_error: undefined function nosuchthing\n\t| p := nosuchthing(1)\n\t|      ^\n")));
    }

    [Test]
    public async Task Check_Directory_IsAllItsModulesButTheIgnoredOnes()
    {
        using var folder = new TemporaryFolder();
        folder.File("policy/a.rego", Wrong);
        folder.File("policy/.hidden/b.rego", Wrong);
        folder.File("policy/c_test.rego", Wrong);
        folder.File("policy/data.json", "{");

        Assert.That((await CheckAsync(folder, "policy")).Error, Does.StartWith("3 errors occurred:\npolicy/.hidden/b.rego:3: "));
        Assert.That((await CheckAsync(folder, "policy", "--ignore", ".*", "--ignore", "*_test.rego")).Error, Does.StartWith("1 error occurred: policy/a.rego:3: "));
    }

    [Test]
    public async Task Check_MissingFile_IsRefused()
    {
        using var folder = new TemporaryFolder();

        var run = await CheckAsync(folder, "missing.rego");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.StartWith("1 error occurred during loading: ").And.Contain("missing.rego"));
    }

    [TestCase("v9.9.9")]
    [TestCase("broken.json")]
    public async Task Check_WithoutSuchCapabilities_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        folder.File("a.rego", "package a\n");
        folder.File("broken.json", "{");

        var run = await CheckAsync(folder, "a.rego", "--capabilities", name);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain($"invalid argument \"{name}\" for \"--capabilities\" flag: "));
    }

    [Test]
    public async Task Check_Bundle_HoldsRulesAgainstTheData()
    {
        using var folder = new TemporaryFolder();
        folder.File("a.rego", "package a\n\np := 1\n");
        folder.File("a/data.json", "{\"p\": 2}");

        Assert.That((await CheckAsync(folder, ".")).ExitCode, Is.Zero);
        Assert.That((await CheckAsync(folder, "--bundle", ".")).ExitCode, Is.EqualTo(1));
    }

    private static Task<CommandRun> CheckAsync(TemporaryFolder folder, params string[] arguments) =>
        CommandRun.RunAsync(folder.Path, ["policy", "check", .. arguments]);
}
