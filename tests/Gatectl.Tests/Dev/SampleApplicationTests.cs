using System.Formats.Tar;
using System.IO.Compression;
using Gatectl.Dev;

namespace Gatectl.Tests.Dev;

public class SampleApplicationTests
{
    [Test]
    public void Pack_Twice_GivesTheSameBytes()
    {
        var first = SampleApplication.Pack("1.0.0");
        Assert.That(SampleApplication.Pack("1.0.0"), Is.EqualTo(first));
    }

    [Test]
    public void Pack_OtherVersion_GivesOtherBytes() =>
        Assert.That(SampleApplication.Pack("1.0.0"), Is.Not.EqualTo(SampleApplication.Pack("1.1.0")));

    [Test]
    public void Pack_AVersion_HoldsItsFilesInOrder()
    {
        using var tar = new TarReader(new GZipStream(new MemoryStream(SampleApplication.Pack("1.1.0")), CompressionMode.Decompress));
        var files = new List<(string Name, string Content)>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            files.Add((entry.Name, new StreamReader(entry.DataStream!).ReadToEnd()));
        }

        Assert.Multiple(() =>
        {
            Assert.That(files.Select(file => file.Name), Is.EqualTo(new[] { "about.json", "assets/style.css", "healthz", "index.html" }));
            Assert.That(files.Single(file => file.Name == "index.html").Content, Does.Contain("Version 1.1.0 is open"));
            Assert.That(files.Select(file => file.Content), Has.None.Contains("@VERSION@"));
        });
    }

    [Test]
    public void Files_OfTheSample_HoldTheHealthFile() =>
        Assert.That(SampleApplication.Files("1.0.0").Keys, Does.Contain(SampleApplication.HealthFile));
}
