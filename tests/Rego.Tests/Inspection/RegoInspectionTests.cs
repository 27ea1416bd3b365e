using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Rego.Loading;
using Rego.Tooling.Inspection;

namespace Rego.Tests.Inspection;

public sealed class RegoInspectionTests
{
    private string _directory = string.Empty;

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("inspection-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Of_Directory_ListsModulesAndDataByTheirPlaces()
    {
        Write("p.rego", "package a.b\n\np := count(input.x) == 1\n");
        Write("data.json", "{");
        Write("sub/data.yaml", "x: 1");
        Write("sub/other.json", "{}");

        var inspection = RegoInspection.Of(".", Options());

        Assert.Multiple(() =>
        {
            Assert.That(inspection.Namespaces.Select(entry => $"{entry.Key}={string.Join(',', entry.Value)}"), Is.EqualTo(["data=data.json", "data.a.b=p.rego", "data.sub=sub/data.yaml"]));
            Assert.That(inspection.Capabilities.Builtins.Select(builtin => builtin.Name), Is.EqualTo(["count", "equal"]));
        });
    }

    [TestCase("p := 1", "rego_v1")]
    [TestCase("p := $\"{input.x}\"", "rego_v1 template_strings")]
    [TestCase("import rego.v2\n\np if input.x or input.y", "rego_v1 rego_v2_import")]
    [TestCase("p := input.if", "keywords_in_refs rego_v1")]
    [TestCase("p := input[\"if\"]", "rego_v1")]
    public void Of_Module_TellsTheFeaturesThatItNeeds(string text, string features)
    {
        Write("p.rego", $"package a\n\n{text}\n");

        Assert.That(string.Join(' ', RegoInspection.Of("p.rego", Options()).Capabilities.Features), Is.EqualTo(features));
    }

    [Test]
    public void Of_ModuleThatCallsFunctionsOfEveryPart_KnowsThem()
    {
        Write("p.rego", "package a\n\np if time.now_ns() > count(input.x)\n\nq := io.jwt.decode(input.token)\n\nr := http.send(input.request)\n");

        Assert.That(
            RegoInspection.Of("p.rego", Options()).Capabilities.Builtins.Select(builtin => builtin.Name),
            Is.SupersetOf(new[] { "count", "http.send", "io.jwt.decode", "time.now_ns" }));
    }

    [TestCase("/p.rego")]
    [TestCase("./p.rego")]
    [TestCase("p.rego")]
    public void Of_Archive_ListsItsFiles(string name)
    {
        using (var file = File.Create(Path.Combine(_directory, "b.tar.gz")))
        using (var zip = new GZipStream(file, CompressionLevel.Fastest))
        using (var archive = new TarWriter(zip))
        {
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes("package a\n\np := 1\n")) });
        }

        Assert.That(RegoInspection.Of("b.tar.gz", Options()).Namespaces.Select(entry => $"{entry.Key}={entry.Value[0]}"), Is.EqualTo(["data.a=/p.rego"]));
    }

    [TestCase("{\"roots\": [\"b\"]}", "bundle .: manifest roots [b] do not permit 'package a' in module 'p.rego'")]
    [TestCase("{\"roots\": [\"a\", \"a/b\"]}", "bundle .: manifest has overlapped roots: 'a' and 'a/b'")]
    [TestCase("{\"roots\": 1}", "bundle .: bundle load failed on manifest decode: roots must be an array of strings")]
    [TestCase("{\"roots\"", "bundle .: bundle load failed on manifest decode: unexpected EOF")]
    public void Of_DirectoryThatIsNotWhatItsManifestSays_IsRefused(string manifest, string message)
    {
        Write("p.rego", "package a\n");
        Write(".manifest", manifest);

        Assert.That(() => RegoInspection.Of(".", Options()), Throws.TypeOf<PolicyLoadException>().With.Message.EqualTo(message));
    }

    [Test]
    public void Of_ArchiveLargerThanAllowed_IsRefused()
    {
        using (var file = File.Create(Path.Combine(_directory, "b.tar.gz")))
        using (var zip = new GZipStream(file, CompressionLevel.Fastest))
        using (var archive = new TarWriter(zip))
        {
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "data.json") { DataStream = new MemoryStream(new byte[100_000]) });
        }

        var options = new PolicyDirectoryOptions { BaseDirectory = _directory, MaxTotalBytes = 50_000 };
        Assert.That(() => RegoInspection.Of("b.tar.gz", options), Throws.TypeOf<PolicyLoadException>().With.Message.Contains("more than"));
    }

    [Test]
    public void Of_NoArchive_IsRefused()
    {
        Write("b.tar.gz", "no archive");

        Assert.That(() => RegoInspection.Of("b.tar.gz", Options()), Throws.TypeOf<PolicyLoadException>().With.Message.EqualTo("bundle b.tar.gz: bundle read failed: archive read failed: gzip: invalid header"));
    }

    private PolicyDirectoryOptions Options() => new() { BaseDirectory = _directory };

    private void Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
