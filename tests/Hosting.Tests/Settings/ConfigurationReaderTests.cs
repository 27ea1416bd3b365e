using Gateway.Hosting.Settings;

namespace Hosting.Tests.Settings;

/// <summary>A program's files as people write them, with what they get wrong.</summary>
[TestFixture]
internal sealed class ConfigurationReaderTests
{
    private string _directory = null!;

    private string Named => Path.Combine(_directory, "named.json");

    [SetUp]
    public void Make() => _directory = Directory.CreateTempSubdirectory("configuration-").FullName;

    [TearDown]
    public void Remove()
    {
        Directory.Delete(_directory, recursive: true);
        Environment.SetEnvironmentVariable("Program__C", null);
        Environment.SetEnvironmentVariable("Program__D", null);
    }

    [Test]
    public void Read_EachSource_GoesOverThoseBeforeIt()
    {
        WriteOwn($$"""{"Program": {"ConfigurationFile": "{{Named}}", "A": "own", "B": "own", "C": "own", "D": "own"}, "Other": {"A": "other"} }""");
        File.WriteAllText(Named, """{"Program": {"B": "named", "C": "named", "D": "named"}}""");
        File.WriteAllText(Path.Combine(_directory, "appsettings.Production.json"), """{"Program": {"A": "of nobody"}}""");
        Environment.SetEnvironmentVariable("Program__C", "environment");
        Environment.SetEnvironmentVariable("Program__D", "environment");

        var configuration = Read("--Program:D=argument", "--Program:E", "argument");

        Assert.That("ABCDE".Select(key => configuration[$"Program:{key}"]), Is.EqualTo(new[] { "own", "named", "environment", "argument", "argument" }));
    }

    // Of two under one the second would stay: a user who may connect, or a key that is trusted, whom nobody meant any more.
    [TestCase("""["a"]""", new string[0], new[] { "a" })]
    [TestCase("[]", new string[0], new string[0])]
    [TestCase("null", new string[0], new[] { "own-0", "own-1" })]
    [TestCase("""["a", "b", "c"]""", new[] { "--Program:List:0=x" }, new[] { "x" })]
    [TestCase("""["a"]""", new[] { "--Program:List:3=x" }, new[] { "x" })]
    public void Read_ListThatComesLater_ReplacesTheEarlierOne(string named, string[] arguments, string[] expected)
    {
        WriteOwn($$"""{"Program": {"ConfigurationFile": "{{Named}}", "List": ["own-0", "own-1"]} }""");
        File.WriteAllText(Named, named == "null" ? """{"Program": {"A": "1"}}""" : $$"""{"Program": {"List": {{named}}} }""");

        Assert.That(Read(arguments).GetSection("Program:List").GetChildren().Select(entry => entry.Value), Is.EqualTo(expected));
    }

    [Test]
    public void Read_MembersOfEntries_AreNamedOneByOneOutsideOfFiles()
    {
        WriteOwn($$"""{"Program": {"ConfigurationFile": "{{Named}}", "Entries": [{"A": "own", "List": ["1", "2"]}, {"A": "own-1"}]} }""");
        File.WriteAllText(Named, """{"Program": {"Entries": [{"A": "named", "B": "named", "List": ["3"]}]}}""");

        var entries = Read("--Program:Entries:0:B=argument").GetSection("Program:Entries");

        Assert.That(entries.GetChildren().Select(entry => (entry["A"], entry["B"], entry["List:0"], entry["List:1"])), Is.EqualTo(new[] { ("named", "argument", "3", (string?)null) }));
    }

    [TestCase("""{"Place": {"Path": "named", "Group": "g"}}""", new string[0], "named", "g")]
    [TestCase("""{"Place": {"Path": "named", "Group": "g"}}""", new[] { "--Program:Place=x" }, "x", "g")]
    [TestCase("""{"Place": "named"}""", new[] { "--Program:Place:Path=x" }, "x", null)]
    [TestCase("{}", new[] { "--Program:Place:Group=g" }, "own", "g")]
    public void Read_KeyWithTwoNames_IsThatOfTheLaterSource(string named, string[] arguments, string path, string? group)
    {
        WriteOwn($$"""{"Program": {"ConfigurationFile": "{{Named}}", "Place": "own"} }""");
        File.WriteAllText(Named, $$"""{"Program": {{named}} }""");

        var place = ConfigurationReader.ReadBeside(_directory, arguments, "Program", "Other", otherName: ("Program:Place", "Program:Place:Path")).GetSection("Program:Place");

        Assert.That((place["Path"], place["Group"]), Is.EqualTo((path, group)));
    }

    [Test]
    public void Read_NamesThatAreNumbers_AreNoList()
    {
        WriteOwn($$"""{"Program": {"ConfigurationFile": "{{Named}}", "Applications": {"1": {"A": "own"}, "2": {"A": "own"} } } }""");
        File.WriteAllText(Named, """{"Program": {"Applications": {"2": {"A": "named"}}}}""");

        Assert.That(Read().GetSection("Program:Applications").GetChildren().Select(entry => (entry.Key, entry["A"])), Is.EqualTo(new[] { ("1", "own"), ("2", "named") }));
    }

    [Test]
    public void Read_NamedFileThatIsHidden_IsReadAsAnyOther()
    {
        var hidden = Path.Combine(_directory, ".hidden.json");
        File.WriteAllText(hidden, """{"Program": {"A": "hidden"}}""");
        Assert.That(Read($"--Program:ConfigurationFile={hidden}")["Program:A"], Is.EqualTo("hidden"));
    }

    [Test]
    public void Read_FileThatChangesLater_ChangesNothing()
    {
        WriteOwn("""{"Program": {"A": "1"}}""");
        var configuration = Read();

        WriteOwn("""{"Program": {"A": "2"}}""");
        Assert.That(() => configuration["Program:A"], Is.EqualTo("1").After(500));
    }

    [Test]
    public void Read_FileThatNamesAnother_IsRefused()
    {
        File.WriteAllText(Named, """{"Program": {"ConfigurationFile": "/elsewhere.json"}}""");
        WriteOwn($$"""{"Program": {"ConfigurationFile": "{{Named}}"} }""");
        AssertRefused($"The key 'Program:ConfigurationFile' holds '{Named}', and that file names '/elsewhere.json': a configuration file names no other.");
    }

    [TestCase("""{"Programm": {"A": "1"}}""", "The section 'Programm' is unknown. Valid sections: Program, Other, Logging.")]
    [TestCase("""{"AllowedHosts": "*"}""", "The section 'AllowedHosts' is unknown.")]
    [TestCase("""{"Logging": {"LogLevel": {"Default": "Nonsense"}}}""", "The key 'Logging:LogLevel:Default' holds 'Nonsense'; valid is Trace")]
    public void Read_WhatIsReadByNobody_IsRefused(string file, string expected)
    {
        WriteOwn(file);
        AssertRefused(expected);
    }

    [Test]
    public void Read_SectionOnTheCommandLineThatIsReadByNobody_IsRefused() => AssertRefused("The section 'Programm' is unknown.", "--Programm:A=1");

    [Test]
    public void Read_SectionThatIsToldLater_IsNotNamedValid()
    {
        WriteOwn("""{"Told": {"A": "1"}}""");
        Assert.That(Read()["Told:A"], Is.EqualTo("1"));
    }

    [Test]
    public void Read_NamedFileThatIsNoJson_IsToldByItsKey()
    {
        File.WriteAllText(Named, "{\n  \"Program\": {,\n");
        AssertRefused($"The key 'Program:ConfigurationFile' holds '{Named}': it is not JSON, line 2, column 15: ", $"--Program:ConfigurationFile={Named}");
        AssertRefused("The key 'Program:ConfigurationFile' holds '/does/not/exist': it cannot be read.", "--Program:ConfigurationFile=/does/not/exist");
    }

    [Test]
    public void Read_OwnFileThatIsNoJson_IsToldByItsPath()
    {
        WriteOwn("[]");
        AssertRefused($"The file '{Path.Combine(_directory, "appsettings.json")}': it holds a list");
    }

    [TestCase("-Program:A=/x")]
    [TestCase("--Program:A")]
    [TestCase("word")]
    public void Read_CommandLineThatIsNoKeyWithAValue_IsRefused(string argument) => AssertRefused($"'{argument}' on the command line ", argument);

    private void WriteOwn(string text) => File.WriteAllText(Path.Combine(_directory, ConfigurationReader.OwnFile), text);

    private Microsoft.Extensions.Configuration.IConfigurationRoot Read(params string[] arguments) => ConfigurationReader.ReadBeside(_directory, arguments, "Program", "Other", "Told");

    private void AssertRefused(string expected, params string[] arguments) =>
        Assert.That(Assert.Throws<ConfigurationException>(() => Read(arguments))!.Message, Does.StartWith(expected).And.Not.Contain("\n"));
}
