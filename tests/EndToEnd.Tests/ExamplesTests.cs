using EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace EndToEnd.Tests;

/// <summary>What stands in <c>examples/</c>, <c>compose.yaml</c> and the container files is run where it can be, else read.</summary>
public class ExamplesTests
{
    private static readonly string DeployScript = SourceTree.PathTo("examples", "pipelines", "deploy.sh");

    [Test]
    public async Task DeployScript_ToTest_DeploysAndFollows()
    {
        var run = await DeployAsync("shop-ci", "test", "1.1.0");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(run.Out, Does.Contain("allowed by decision").And.Contain("SUCCEEDED"));
        });
    }

    [TestCase("shop-ci", "production", "1.1.0", 3)]
    [TestCase("shop-ci", "test", "9.9.9", 1)]
    public async Task DeployScript_OfWhatDoesNotWork_HasItsExitCode(string caller, string environment, string version, int exitCode)
    {
        var run = await DeployAsync(caller, environment, version);
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.All);
    }

    [Test]
    public async Task DeployScript_WithATokenForAnotherAudience_IsUnauthenticated()
    {
        var run = await DeployAsync(await Gate.TokenAsync("shop-ci", "--audience", "another-service"), "test");
        Assert.That(run.ExitCode, Is.EqualTo(4), run.All);
    }

    [Test]
    public async Task DeployScript_WithATokenForAnotherAudience_SaysWhatToDo()
    {
        var run = await DeployAsync(await Gate.TokenAsync("shop-ci", "--audience", "another-service"), "test");
        Assert.That(run.Error, Does.Contain("what to do: ask for a token with the gate's audience"), run.All);
    }

    [Test]
    public async Task DeployScript_WithATokenCommandAndAReason_KeepsTheReason()
    {
        var run = await DeployAsync("shop-ci", "test", settings: new()
        {
            ["GATE_TOKEN"] = "",
            ["GATE_TOKEN_COMMAND"] = $"cat '{Gate.Dev.TokenFile("shop-ci")}'",
            ["GATE_REASON"] = "INC-1: a \"quoted\" \\ reason",
        });
        Assert.That(run.ExitCode, Is.Zero, run.All);
        var shown = await Gate.GatectlAsync("get", "shop", "test", run.Out.Split(' ')[1].TrimEnd(','), "--output", "json");
        Assert.That((string?)shown.Json["reason"], Is.EqualTo("INC-1: a \"quoted\" \\ reason"), shown.All);
    }

    [Test]
    public async Task BuildScript_OfTheSample_MakesWhatDevMakes()
    {
        using var directory = new TemporaryDirectory();
        var run = await ProcessRun.RunAsync("bash", [SourceTree.PathTo("examples", "shop", "build.sh"), "1.0.0", directory.Path]);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        var built = Artifact.Read(directory.Sub("shop-1.0.0.tar.gz"));
        var shipped = Artifact.Read(Path.Combine(Gate.Dev.State, "artifacts", "shop-1.0.0.tar.gz"));
        Assert.Multiple(() =>
        {
            Assert.That(built.Keys, Is.EqualTo(shipped.Keys));
            Assert.That(built.Values, Is.EqualTo(shipped.Values));
        });
    }

    [TestCase("examples/pipelines/github-actions.yml")]
    [TestCase("examples/pipelines/gitlab-ci.yml")]
    [TestCase("compose.yaml")]
    public void Yaml_OfAnExample_Parses(string path) => Assert.That(Load(path).Children, Is.Not.Empty);

    [Test]
    public void Compose_OfTheDeployer_HasNoPortAndSharesOnlyTheSocket()
    {
        var services = (YamlMappingNode)Load("compose.yaml")["services"];
        var deployer = (YamlMappingNode)services["deployer"];
        var shared = Sources(deployer).Intersect(Sources((YamlMappingNode)services["gatekeeper"]));
        Assert.Multiple(() =>
        {
            Assert.That(deployer.Children.Keys.Select(key => key.ToString()), Has.None.EqualTo("ports").And.None.EqualTo("expose"));
            Assert.That(shared, Is.EquivalentTo(new[] { "socket", "./policies" }));
            Assert.That(Networks(deployer).Intersect(Networks((YamlMappingNode)services["gatekeeper"])), Is.Empty);
        });
    }

    [TestCase("gatekeeper")]
    [TestCase("deployer")]
    public void Containerfile_OfAProgram_IsMultiStageAndNotRoot(string program)
    {
        var lines = File.ReadAllLines(SourceTree.PathTo(program, "Containerfile"));
        var user = lines.Last(line => line.StartsWith("USER ", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(lines.Count(line => line.StartsWith("FROM ", StringComparison.Ordinal)), Is.EqualTo(2));
            Assert.That(user, Does.Match("^USER [1-9][0-9]*:[1-9][0-9]*$"));
            Assert.That(lines[^1], Is.EqualTo($"ENTRYPOINT [\"/opt/{program}/{program}\"]"));
            Assert.That(lines.Any(line => line.StartsWith("EXPOSE", StringComparison.Ordinal)), Is.EqualTo(program == "gatekeeper"));
        });
    }

    private static async Task<ProcessRun> DeployAsync(string callerOrToken, string environment, string version = "1.0.0", Dictionary<string, string>? settings = null)
    {
        var token = callerOrToken.Contains('.') ? callerOrToken : (await File.ReadAllTextAsync(Gate.Dev.TokenFile(callerOrToken))).Trim();
        var all = new Dictionary<string, string> { ["GATE_URL"] = Gate.Dev.Url, ["GATE_CA"] = Gate.Dev.Ca, ["GATE_TOKEN"] = token };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        return await ProcessRun.RunAsync("bash", [DeployScript, "shop", environment, version], environment: all);
    }

    private static YamlMappingNode Load(string path)
    {
        using var reader = new StreamReader(SourceTree.PathTo(path));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static IEnumerable<string> Sources(YamlMappingNode service) =>
        ((YamlSequenceNode)service["volumes"]).Select(volume => volume.ToString().Split(':')[0]);

    private static IEnumerable<string> Networks(YamlMappingNode service) => ((YamlSequenceNode)service["networks"]).Select(network => network.ToString());
}
