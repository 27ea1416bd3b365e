using System.Text.Json;

namespace Protos.Tests.Support;

/// <summary>The files under <c>tests/Recorded</c>: there, readable, small, and explained.</summary>
public sealed class RecordedTests
{
    private const int MaxPlainBytes = 16 * 1024;
    private static readonly string[] Directories = ["registry", "rego-live", "transcripts", "transparency"];

    [TestCaseSource(nameof(Directories))]
    public void Directory_Recorded_IsExplained(string directory) =>
        Assert.That(File.Exists(Recorded.PathTo(directory, "README.md")), Is.True);

    [TestCaseSource(nameof(Directories))]
    public void ReadJson_EveryFile_IsRead(string directory)
    {
        string[] files = [.. Directory.EnumerateFiles(Recorded.PathTo(directory), "*.json*", SearchOption.AllDirectories)];

        Assert.That(files, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (var file in files)
            {
                var name = file.EndsWith(".gz", StringComparison.Ordinal) ? file[..^3] : file;
                Assert.That(Recorded.ReadJson(name).ValueKind, Is.EqualTo(JsonValueKind.Object), file);
                Assert.That(name != file || new FileInfo(file).Length <= MaxPlainBytes, Is.True, $"{file}: compress it, as its README says");
            }
        });
    }

    [Test]
    public void ReadFile_NotRecorded_Throws() =>
        Assert.That(() => Recorded.ReadFile(Recorded.PathTo("registry", "none.json")), Throws.TypeOf<FileNotFoundException>());
}
