using System.Text.Json.Nodes;
using Deployer.Conversion;
using Deployer.Tests.Support;

namespace Deployer.Tests.Conversion;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DestinationsCommandTests
{
    private const string Settings = """
        {"Deployer": {"StateDirectory": "relative and of no matter", "Applications": {"*": {"Artifacts": {"Source": "/srv/artifacts"},
          "Environments": {"*": {"Target": {"Kind": "directory", "Directory": "/srv/{environment}/{application}"}, "Credential": "{application}-{environment}"}}}}}}
        """;

    private const string Data = """
        # Where each application's artifacts come from, and where they go. The nearest entry holds whole.
        "*":
          "*":
            target: {kind: directory, path: "/srv/{environment}/{application}"}
            source: "releases"
            credentials: {apply: "{application}-{environment}"}
            keep: 5
            step_timeout: 10m

        """;

    private readonly TestDirectory _directory = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [TearDown]
    public void Remove()
    {
        _directory.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Test]
    public void Run_Convert_PrintsDataAndSettings()
    {
        Assert.That(Run("convert", "--configuration", _directory.Write("deployer.json", Settings)), Is.Zero, $"{_error}");
        var parts = $"{_output}".Split("# deployer.json, in place of 'Deployer:Applications'\n");
        Assert.That(parts[0], Is.EqualTo($"# destinations/data.yaml, in the directory of the policies\n{Data}\n"));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(parts[1]), Expected()), parts[1]);
    }

    [Test]
    public void Run_ConvertWithOut_WritesBothAndReplacesNothing()
    {
        var file = _directory.Write("deployer.json", Settings);
        var target = _directory.Combine("new");
        Assert.That(Run("convert", "--configuration", file, "--out", target), Is.Zero, $"{_error}");
        Assert.That(File.ReadAllText(Path.Combine(target, "destinations", "data.yaml")), Is.EqualTo(Data));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(Path.Combine(target, "deployer.json"))), Expected()));
        Assert.That(Run("convert", "--configuration", file, "--out", target), Is.EqualTo(1));
        Assert.That($"{_error}", Does.Contain("data.yaml is there already, and is not replaced."));
    }

    [Test]
    public void Run_WhatCannotBeSaid_IsToldAndNothingPrinted()
    {
        var file = _directory.Write("deployer.json", Settings.Replace("\"directory\"", "\"ssh\"", StringComparison.Ordinal));
        Assert.That(Run("convert", "--configuration", file), Is.EqualTo(1));
        Assert.That($"{_error}", Does.Contain("'Deployer:Applications:*:Environments:*:Target:Kind' holds 'ssh'").And.Contain("cannot be said in data"));
        Assert.That($"{_output}", Is.Empty);
    }

    [Test]
    public void Run_NothingToConvert_SaysSo()
    {
        Assert.That(Run("convert", "--configuration", _directory.Write("deployer.json", """{"Deployer": {}}""")), Is.EqualTo(1));
        Assert.That($"{_error}", Does.Contain("there is nothing to convert"));
    }

    [TestCase]
    [TestCase("print")]
    [TestCase("convert", "--out")]
    [TestCase("convert", "file.json")]
    public void Run_AnythingElse_IsWrongUsage(params string[] arguments)
    {
        Assert.That(Run(arguments), Is.EqualTo(2));
        Assert.That($"{_error}", Does.StartWith("Usage: deployer destinations convert"));
    }

    private int Run(params string[] arguments) => DestinationsCommand.Run(arguments, _output, _error);

    private static JsonNode Expected() => JsonNode.Parse("""
        {"Deployer": {"Sources": {"releases": {"Directory": "/srv/artifacts"}}, "Allow": [{"Applications": ["*"], "Environments": ["*"],
          "Targets": ["directory:/srv/{environment}/{application}"], "Sources": ["releases"], "Credentials": ["{application}-{environment}"]}]}}
        """)!;
}
