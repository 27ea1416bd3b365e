using System.Globalization;
using Rego.Loading;
using Rego.Values;

namespace Rego.Tests.Loading;

public sealed class PolicyDirectoryTests
{
    private string _directory = string.Empty;

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("policies-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Load_DataInDirectories_PlacesItByDirectory()
    {
        Write("data.json", """{"a": {"x": 1}}""");
        Write("a/data.yaml", "y: [2, yes]\n");
        Write("a/b/more.yml", "z: null\n");

        var data = PolicyDirectory.Load(_directory).Data;

        Assert.That(data.ToJson(), Is.EqualTo("""{"a":{"b":{"z":null},"x":1,"y":[2,"yes"]}}"""));
    }

    [Test]
    public void Load_Modules_AreSortedByPath()
    {
        Write("b.rego", "package b");
        Write("a/c.rego", "package c");
        Write("note.txt", "not a policy");
        Write(".hidden.rego", "package hidden");

        var modules = PolicyDirectory.Load(_directory).Modules;

        Assert.That(modules.Select(module => module.Path), Is.EqualTo(new[] { "a/c.rego", "b.rego" }));
    }

    [TestCase("", "stat : no such file or directory")]
    [TestCase("file://policy", "stat : no such file or directory")]
    [TestCase("http://host/policy", "unsupported URL scheme: http://host/policy")]
    public void LoadPaths_WithoutAPath_IsRefused(string path, string message)
    {
        var failure = Assert.Throws<PolicyLoadException>(() => PolicyDirectory.LoadPaths([path], new PolicyDirectoryOptions { BaseDirectory = _directory }));

        Assert.That(failure!.Diagnostics.Select(error => error.Message), Is.EqualTo(new[] { message }));
    }

    [TestCase("file://{0}")]
    [TestCase("file://localhost{0}")]
    public void LoadPaths_UrlOfAFile_IsThatFile(string url)
    {
        Write("my data.json", "{\"x\": 1}");

        var path = string.Format(CultureInfo.InvariantCulture, url, Path.Combine(_directory, "my%20data.json"));
        Assert.That(PolicyDirectory.LoadPaths([path]).Data.ToJson(), Is.EqualTo("""{"x":1}"""));
    }

    [TestCase("""{"x": {"a": 1}}""", """{"x": {"a": 2}}""", "b.json: merge error: conflicting values at data.x.a, also defined in a.json")]
    [TestCase("""{"x": 1}""", """{"x": 1}""", "b.json: merge error: conflicting values at data.x, also defined in a.json")]
    [TestCase("""{"x": 1}""", """{"x": {"y": 1}}""", "b.json: merge error: conflicting values at data.x, also defined in a.json")]
    [TestCase("""{"x": {"y": 1}}""", """{"x": 1}""", "b.json: merge error: conflicting values at data.x, also defined in a.json")]
    [TestCase("{}", "[1]", "b.json: document must be of type object")]
    public void Load_ConflictingData_IsAnError(string first, string second, string message)
    {
        Write("a.json", first);
        Write("b.json", second);

        var failure = Assert.Throws<PolicyLoadException>(() => PolicyDirectory.Load(_directory));

        Assert.That(failure.Message, Is.EqualTo(message));
    }

    [Test]
    public void Load_DirectoryBelowScalar_IsAnError()
    {
        Write("a.json", """{"x": 1}""");
        Write("x/data.json", """{"y": 1}""");

        Assert.That(() => PolicyDirectory.Load(_directory), Throws.TypeOf<PolicyLoadException>());
    }

    [TestCase("a: [", "a.yaml: error converting YAML to JSON")]
    [TestCase("a: .inf", "a.yaml: error converting YAML to JSON")]
    [TestCase("a: &x [*x]", "a.yaml: error converting YAML to JSON")]
    public void Load_BrokenYaml_NamesTheFile(string text, string message)
    {
        Write("a.yaml", text);

        var failure = Assert.Throws<PolicyLoadException>(() => PolicyDirectory.Load(_directory));

        Assert.That(failure.Message, Does.StartWith(message));
    }

    [Test]
    public void Load_AliasesThatExpand_AreBounded()
    {
        var text = "a0: &a0 [1,2,3,4,5,6,7,8,9,10]\n";
        for (var i = 1; i < 12; i++)
        {
            text += $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n";
        }

        Write("a.yaml", text);

        var failure = Assert.Throws<PolicyLoadException>(() => PolicyDirectory.Load(_directory));

        Assert.That(failure.Message, Does.Contain("excessive aliasing"));
    }

    [Test]
    public void Load_NoSuchDirectory_IsAnError() =>
        Assert.That(() => PolicyDirectory.Load(Path.Combine(_directory, "nowhere")), Throws.TypeOf<PolicyLoadException>());

    [Test]
    public void Load_TooManyFiles_IsAnError()
    {
        Write("a.rego", "package a");
        Write("b.rego", "package b");

        Assert.That(() => PolicyDirectory.Load(_directory, new PolicyDirectoryOptions { MaxFiles = 1 }), Throws.TypeOf<PolicyLoadException>());
    }

    [Test]
    public void Revision_ChangesWithContentAndPath_AndNothingElse()
    {
        Write("a.rego", "package a");
        var first = PolicyDirectory.Load(_directory).Revision;
        var again = PolicyDirectory.Load(_directory, new PolicyDirectoryOptions { PathPrefix = "elsewhere/" }).Revision;
        Write("a.rego", "package b");
        var changed = PolicyDirectory.Load(_directory).Revision;
        File.Move(Path.Combine(_directory, "a.rego"), Path.Combine(_directory, "b.rego"));
        var moved = PolicyDirectory.Load(_directory).Revision;

        Assert.That(first, Does.Match("^sha256:[0-9a-f]{64}$"));
        Assert.That(again, Is.EqualTo(first));
        Assert.That(new[] { first, changed, moved }, Is.Unique);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_directory, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
