using System.Diagnostics;
using System.Text;
using Gateway.Hosting.Settings;

namespace Hosting.Tests.Settings;

[TestFixture]
internal sealed class ConfigurationJsonTests
{
    private string _directory = null!;

    private string File_ => Path.Combine(_directory, "file.json");

    [SetUp]
    public void Make() => _directory = Directory.CreateTempSubdirectory("json-").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [TestCase("{}")]
    [TestCase("\uFEFF// mine\n{\"A\": {\"B\": [1, null],}, \"C\": {\"B\": 1}}")]
    public void Read_AnObject_IsItsContent(string text)
    {
        File.WriteAllText(File_, text);
        Assert.That(Encoding.UTF8.GetString(ConfigurationJson.Read("A:File", File_)), Is.EqualTo(text.TrimStart('\uFEFF')));
    }

    [TestCase("[]", "it holds a list")]
    [TestCase("null", "it holds a single value")]
    [TestCase("", "it is not JSON")]
    [TestCase("{\n  \"A\": {,\n", "it is not JSON, line 2, column 9: ',' is an invalid start of a property name")]
    [TestCase("{\n  \"A\": 1,\n  \"B\": 2,,\n}", "it is not JSON, line 3, column 10: ',' is an invalid start of a property name")]
    [TestCase("{\"A\": {\"B\": 1, \"b\": 2}}", "the key 'A:b' stands in it twice")]
    [TestCase("{\"A\": [{\"B\": 1, \"B\": 2}]}", "the key 'A:0:B' stands in it twice")]
    [TestCase("{\"A\": {\"B\": 1}, \"A:b\": 2}", "the key 'A:b' stands in it twice")]
    [TestCase("{\"A\": {\"B\": \"/a\\u0000b\"}}", "the text of the key 'A:B' has a control character")]
    [TestCase("{\"A\\u001b[31m\": 1}", "the key 'A")]
    [TestCase("{\"A\": [\"x\\ny\"]}", "the text of the key 'A:0' has a control character")]
    [TestCase("{\"A\": \"\\ud800\"}", "a text in it has an escape that stands for no character")]
    public void Read_AnythingElse_IsToldInALine(string text, string expected)
    {
        File.WriteAllText(File_, text);
        AssertRefused(expected);
    }

    [Test]
    public void Read_BytesThatAreNoText_IsTold()
    {
        File.WriteAllBytes(File_, [.. "{\"A\": \""u8, 0xe9, .. "\"}"u8]);
        AssertRefused("it is not UTF-8");
        File.WriteAllBytes(File_, Encoding.Unicode.GetBytes("{}"));
        AssertRefused("it is not JSON");
    }

    [Test]
    public void Read_NoRegularFile_IsToldAndNotWaitedFor()
    {
        AssertRefused("it cannot be read. It is not there");
        using var make = Process.Start("mkfifo", [File_]);
        make.WaitForExit();
        Assert.That(() => ConfigurationJson.Read("A:File", File_), Throws.TypeOf<ConfigurationException>().With.Message.EqualTo($"The key 'A:File' holds '{File_}': it is not a regular file"));
    }

    private void AssertRefused(string expected) => Assert.That(
        Assert.Throws<ConfigurationException>(() => ConfigurationJson.Read("A:File", File_))!.Message,
        Does.StartWith($"The key 'A:File' holds '{File_}': {expected}").And.EndsWith("; valid is a file with a JSON object in UTF-8 that this program's user may read.").And.Not.Contain("\n"));
}
