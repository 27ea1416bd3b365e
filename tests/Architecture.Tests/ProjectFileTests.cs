namespace Architecture.Tests;

/// <summary>Which project knows which: what the table in ARCHITECTURE.md says of references is so.</summary>
public sealed class ProjectFileTests
{
    private const string Package = "rego/Rego.csproj";

    private static string[] Projects => [.. RoomTable.Read().Keys];

    [TestCaseSource(nameof(Projects))]
    public void Project_References_AreThoseOfTheTable(string directory) =>
        Assert.That(ProjectIn(directory).References, Is.EquivalentTo(RoomTable.ReadReferences()[directory]));

    [TestCaseSource(nameof(Projects))]
    public void Project_BuiltBefore_IsForTheOneThatStartsThePrograms(string directory) =>
        Assert.That(ProjectIn(directory).BuiltBefore, Is.EquivalentTo(directory == "gatectl" ? ["gatekeeper", "deployer"] : Array.Empty<string>()));

    [Test]
    public void Package_References_AreAllOfRego() =>
        Assert.That(Read(Package).References, Is.EquivalentTo(Projects.Where(project => project.StartsWith("rego/", StringComparison.Ordinal))));

    /// <summary>A table says little where code comes in by other ways.</summary>
    [Test]
    public void Files_OfWhatShips_BringNothingInWithoutAReference()
    {
        var shared = Files("*.props").Concat(Files("*.targets")).Select(Read).ToList();

        Assert.That(Files("*.csproj"), Has.Count.EqualTo(Projects.Length + 1));
        Assert.That(Files("*.csproj").Select(Read).SelectMany(file => file.OtherWays), Is.Empty);
        Assert.That(shared.SelectMany(file => file.References.Concat(file.BuiltBefore)), Is.Empty);
        Assert.That(shared.SelectMany(file => file.OtherWays), Has.Exactly(1).Items.And.All.Contains("GetPathOfFileAbove('Directory.Build.props'"), "rego's own file reads the one above");
    }

    [TestCase("""<ProjectReference Include="../deployer/Deployer.csproj" />""", "deployer")]
    [TestCase("""<ProjectReference Include="..\rego\Tooling\Tooling.csproj;../deployer/Deployer.csproj" Private="false" />""", "rego/Tooling", "deployer")]
    [TestCase("""<projectReference Include="../rego/Tooling/Tooling.csproj"><ReferenceOutputAssembly>false</ReferenceOutputAssembly></projectReference>""", "rego/Tooling")]
    [TestCase("""<ProjectReference Include="../deployer/Deployer.csproj" ReferenceOutputAssembly="false" />""")]
    public void References_OfAFile_AreTheDirectories(string item, params string[] expected) =>
        Assert.That(Of(item).References, Is.EqualTo(expected));

    [TestCase("""<Reference Include="Deployer.dll" />""")]
    [TestCase("""<Import Project="../deployer/Deployer.csproj" />""")]
    [TestCase("""<Compile Include="../deployer/Facts/*.cs" />""")]
    public void OtherWays_OfAFile_AreSeen(string item) => Assert.That(Of(item).OtherWays, Has.Exactly(1).Items);

    private static ProjectFile Of(string item) => new("gatekeeper/Gatekeeper.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>");

    private static ProjectFile ProjectIn(string directory) => Read(Path.GetRelativePath(SourceTree.Root, Directory.GetFiles(SourceTree.PathTo(directory.Split('/')), "*.csproj").Single()));

    private static ProjectFile Read(string path) => new(path, File.ReadAllText(Path.Combine(SourceTree.Root, path)));

    private static List<string> Files(string pattern) => [.. Directory.EnumerateFiles(SourceTree.Root, pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(SourceTree.Root, file))
        .Where(file => !file.StartsWith("tests/", StringComparison.Ordinal) && !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))];
}
