using System.Text.RegularExpressions;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Policies;

/// <summary>What <c>README.md</c> and <c>ARCHITECTURE.md</c> say of policies is so.</summary>
public sealed partial class PolicyPagesTests
{
    private static readonly string Readme = File.ReadAllText(SourceTree.PathTo("README.md"));
    private static readonly string Architecture = File.ReadAllText(SourceTree.PathTo("ARCHITECTURE.md"));

    [Test]
    public async Task DataForContinuousIntegration_InTheReadme_IsARevision()
    {
        var blocks = Indented().Matches(Readme).Select(match => match.Groups[1].Value.Replace("\n   ", "\n", StringComparison.Ordinal)).ToList();
        using var directory = new TemporaryDirectory();
        foreach (var file in Directory.EnumerateFiles(SourceTree.PathTo("policies"), "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "sample_test.rego"))
        {
            directory.File(Path.GetRelativePath(SourceTree.Root, file), await File.ReadAllBytesAsync(file));
        }

        Assert.That(blocks, Has.Count.EqualTo(2), "issuers, and an application");
        await File.AppendAllTextAsync(Path.Combine(directory.Path, "policies", "issuers", "data.yaml"), blocks[0]);
        directory.File("policies/applications/shop/data.yaml", blocks[1]);
        var run = await CommandRun.RunAsync(directory.Path, "policy", "check", "policies");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, string.Empty)));
    }

    [Test]
    public void Modules_OfTheGatekeeper_AreInTheArchitecture()
    {
        var modules = Directory.EnumerateFiles(SourceTree.PathTo("policies", "gatekeeper"), "*.rego").Where(file => !file.EndsWith("_test.rego", StringComparison.Ordinal)).ToList();
        var packages = modules.Select(file => File.ReadLines(file).First(line => line.StartsWith("package ", StringComparison.Ordinal))["package ".Length..]).Distinct();

        Assert.That(packages, Has.All.Matches<string>(package => Architecture.Contains($"`{package}`", StringComparison.Ordinal)));
        Assert.That(modules.Select(file => Family().Replace(Path.GetFileName(file), "$1_*.rego")), Has.All.Matches<string>(name => Architecture.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [Test]
    public void Links_BetweenThePages_LeadSomewhere([Values("README.md", "ARCHITECTURE.md", "docs/policy-data.md", "examples/organisation/README.md")] string page)
    {
        var directory = Path.GetDirectoryName(SourceTree.PathTo(page))!;
        var links = Link().Matches(File.ReadAllText(SourceTree.PathTo(page))).Select(match => match.Groups[1].Value);

        Assert.That(links.Where(link => !Path.Exists(Path.Combine(directory, link))), Is.Empty);
    }

    [GeneratedRegex("^   ```yaml\n   ((?:.|\n)*?\n)   ```$", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Indented();

    // The parts of one subject are told together.
    [GeneratedRegex("^(faults|tables)_.*\\.rego$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Family();

    [GeneratedRegex("\\]\\(((?!https?:)[^)#]+)(?:#[^)]*)?\\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Link();
}
