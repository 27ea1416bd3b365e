using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Architecture.Tests;

/// <summary>Which project knows which: what the table in ARCHITECTURE.md says of references is so.</summary>
public sealed class ProjectFileTests
{
    private const string Package = "rego/Rego.csproj";

    private static string[] Projects => [.. RoomTable.Read().Keys];

    [TestCaseSource(nameof(Projects))]
    public void Project_References_AreThoseOfTheTable(string directory) =>
        Assert.That(ProjectIn(directory).References, Is.EquivalentTo(RoomTable.ReadReferences()[directory]));

    /// <summary>Whoever sees into an assembly is as good as in it: tests may, and what belongs to the same package.</summary>
    [TestCaseSource(nameof(Projects))]
    public void Project_Friends_AreTestsAndItsOwnPackage(string directory)
    {
        var own = directory.StartsWith("rego/", StringComparison.Ordinal) ? Projects.Where(project => project.StartsWith("rego/", StringComparison.Ordinal)).Select(AssemblyOf) : [];
        var tests = Directory.GetFiles(SourceTree.PathTo("tests"), "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)!);
        var friends = Assembly.Load(AssemblyOf(directory)).GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName);

        Assert.That(friends.Except([.. own, .. tests]), Is.Empty);
    }

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
        Assert.That(Files("*.user").Concat(Files("*.rsp")), Is.Empty, "MSBuild reads these beside a project, too");
    }

    /// <summary>The web's SDK brings ASP.NET, which a library has for whoever references it: the engine and the command line do without.</summary>
    [Test]
    public void Sdk_OfTheWeb_IsThatOfTheTwoPrograms() =>
        Assert.That(Files("*.csproj").Where(path => Read(path).IsOfTheWeb), Is.EquivalentTo(new[] { "gatekeeper/Gatekeeper.csproj", "deployer/Deployer.csproj" }));

    /// <summary>A package brings ASP.NET as well as the SDK does, to whatever references it by however many steps: the command line references every library.</summary>
    [Test]
    public void Frameworks_OfTheCommandLine_AreDotNetAlone() =>
        Assert.That(FrameworksOf(RuntimeOptionsOf("gatectl")), Is.EqualTo(new[] { "Microsoft.NETCore.App" }), "of a package of gatectl's, or of a project that it references");

    /// <summary>A property of another name is set, and nobody reads it.</summary>
    [TestCase("gatekeeper/Gatekeeper.csproj", "gatekeeper")]
    [TestCase("deployer/Deployer.csproj", "deployer")]
    [TestCase("gatectl/Gatectl.csproj", "gatectl")]
    public void RuntimeSettings_OfAProgram_AreInItsRuntimeConfig(string path, string program)
    {
        var written = RuntimeOptionsOf(program)["configProperties"]!;
        var settings = Read("Directory.Build.props").RuntimeSettings.Concat(Read(path).RuntimeSettings).ToList();

        Assert.That(settings, Has.Count.GreaterThan(1));
        Assert.That(settings.Where(setting => written[setting.Key]?.ToJsonString() != setting.Value), Is.Empty);
    }

    [Test]
    public void RuntimeSettings_OfTheDeployer_HaveNoHeapForEachCore() =>
        Assert.That(Read("deployer/Deployer.csproj").RuntimeSettings, Has.Member(KeyValuePair.Create("System.GC.Server", "false")));

    [TestCase("""<ProjectReference Include="../deployer/Deployer.csproj" />""", "deployer")]
    [TestCase("""<ProjectReference Include="..\rego\Tooling\Tooling.csproj;../deployer/Deployer.csproj" Private="false" />""", "rego/Tooling", "deployer")]
    [TestCase("""<projectReference Include="../rego/Tooling/Tooling.csproj"><ReferenceOutputAssembly>false</ReferenceOutputAssembly></projectReference>""", "rego/Tooling")]
    [TestCase("""<ProjectReference Include="../deployer/Deployer.csproj" ReferenceOutputAssembly="false" />""")]
    public void References_OfAFile_AreTheDirectories(string item, params string[] expected) =>
        Assert.That(Of(item).References, Is.EqualTo(expected));

    [TestCase("""<Reference Include="Deployer.dll" />""")]
    [TestCase("""<Import Project="../deployer/Deployer.csproj" />""")]
    [TestCase("""<Compile Include="../deployer/Facts/*.cs" />""")]
    [TestCase("""<compile Include="../deployer/Facts/*.cs" />""")]
    [TestCase("""<Using Include="Gatekeeper.Hosting" />""")]
    [TestCase("""<Using Include="Gatekeeper.Hosting.FileGuard" Alias="Guard" />""")]
    [TestCase("""<Analyzer Include="../deployer/generator.dll" />""")]
    [TestCase("""<Protobuf Include="../protos/deploy/v1/worker.proto" />""")]
    [TestCase("""<Protobuf Include="worker.proto" ProtoRoot="$(Elsewhere)" />""")]
    [TestCase("""<Sdk Name="Microsoft.NET.Sdk.Razor" />""")]
    [TestCase("""<PackageReference Include="DiffPlex" VersionOverride="1.8.0" />""")]
    [TestCase("""<PackageVersion Include="DiffPlex" Version="1.8.0" />""")]
    [TestCase("""<PackageVersion Update="DiffPlex" Version="1.8.0" />""")]
    public void OtherWays_OfAnItem_AreSeen(string item) => Assert.That(Of(item).OtherWays, Has.Exactly(1).Items);

    [TestCase("CustomBeforeMicrosoftCommonProps")]
    [TestCase("CustomAfterMicrosoftCommonTargets")]
    [TestCase("customAfterMicrosoftCommonTargets")]
    [TestCase("CustomBeforeDirectoryBuildProps")]
    [TestCase("BeforeTargetFrameworkInferenceTargets")]
    [TestCase("DirectoryBuildTargetsPath")]
    [TestCase("CodeAnalysisTargets")]
    [TestCase("AlternateCommonProps")]
    [TestCase("BaseIntermediateOutputPath")]
    [TestCase("DefaultItemExcludes")]
    [TestCase("ServerGarbageCollector")]
    public void OtherWays_OfAPropertyThatIsNotKnown_AreSeen(string property) =>
        Assert.That(Parse($"<Project><PropertyGroup><{property}>../tests/more.xml</{property}></PropertyGroup></Project>").OtherWays, Has.Exactly(1).Items);

    /// <summary>What the build refuses anywhere, no project lets pass for itself.</summary>
    [TestCase("NoWarn", "$(NoWarn);IDE0007")]
    [TestCase("nowarn", "CS1591;CA2007")]
    [TestCase("EnforceCodeStyleInBuild", "false")]
    [TestCase("TreatWarningsAsErrors", "false")]
    [TestCase("AnalysisMode", "None")]
    [TestCase("Nullable", "disable")]
    public void OtherWays_OfAWarningThatIsPassedOver_AreSeen(string property, string value) =>
        Assert.That(Parse($"<Project><PropertyGroup><{property}>{value}</{property}></PropertyGroup></Project>").OtherWays, Has.Exactly(1).Items);

    [TestCase("Microsoft.NET.Sdk.Razor")]
    [TestCase("Microsoft.NET.Sdk;Ours.Sdk/1.0")]
    public void OtherWays_OfAnotherSdk_AreSeen(string sdk) => Assert.That(Parse($"<Project Sdk=\"{sdk}\" />").OtherWays, Has.Exactly(1).Items);

    private static JsonNode RuntimeOptionsOf(string program) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json")))!["runtimeOptions"]!;

    // More than one stand in a list of another name.
    private static IEnumerable<string> FrameworksOf(JsonNode options) => (options["frameworks"]?.AsArray() ?? [options["framework"]!.DeepClone()]).Select(framework => framework!["name"]!.ToString());

    private static ProjectFile Of(string item) => Parse($"<Project><ItemGroup>{item}</ItemGroup></Project>");

    private static ProjectFile Parse(string text) => new("gatekeeper/Gatekeeper.csproj", text);

    private static string AssemblyOf(string directory) => SourceProject.In(directory).AssemblyName;

    private static ProjectFile ProjectIn(string directory) => Read(Path.GetRelativePath(SourceTree.Root, Directory.GetFiles(SourceTree.PathTo(directory.Split('/')), "*.csproj").Single()));

    private static ProjectFile Read(string path) => new(path, File.ReadAllText(Path.Combine(SourceTree.Root, path)));

    private static List<string> Files(string pattern) => [.. Directory.EnumerateFiles(SourceTree.Root, pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(SourceTree.Root, file))
        .Where(file => !file.StartsWith("tests/", StringComparison.Ordinal) && !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))];
}
