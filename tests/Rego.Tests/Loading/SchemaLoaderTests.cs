using Rego.Loading;
using Rego.Options;
using Rego.Values;

namespace Rego.Tests.Loading;

public sealed class SchemaLoaderTests
{
    private string _directory = string.Empty;

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("schemas-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Load_File_IsTheSchemaOfTheInput() =>
        Assert.That(new SchemaLoader().Load(Write("acl.json", """{"type": "object"}""")).Input, Is.EqualTo(RegoJson.Parse("""{"type": "object"}""")));

    [Test]
    public void Load_Directory_NamesSchemasByTheirPaths()
    {
        Write("input.json", "{}");
        Write("sub/team.yaml", "type: array\n");

        var schemas = new SchemaLoader().Load(_directory);

        Assert.Multiple(() =>
        {
            Assert.That(schemas.Input, Is.Null);
            Assert.That(schemas.Find(RegoArray.From(RegoString.From("input")))?.ToJson(), Is.EqualTo("{}"));
            Assert.That(schemas.Find(RegoArray.From(RegoString.From("sub"), RegoString.From("team")))?.ToJson(), Is.EqualTo("""{"type":"array"}"""));
        });
    }

    [Test]
    public void Load_WhatIsNoDocument_NamesTheFile()
    {
        Write("broken.json", "{");

        var error = Assert.Throws<PolicyLoadException>(() => new SchemaLoader(new PolicyDirectoryOptions { BaseDirectory = _directory }).Load("broken.json"))!;

        Assert.That(error.Message, Is.EqualTo("broken.json: yaml: line 1: did not find expected node content"));
    }

    [Test]
    public void Load_MissingPath_SaysSo()
    {
        var error = Assert.Throws<PolicyLoadException>(() => new SchemaLoader(new PolicyDirectoryOptions { BaseDirectory = _directory }).Load("missing"))!;

        Assert.That(error.Message, Is.EqualTo("stat missing: no such file or directory"));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
