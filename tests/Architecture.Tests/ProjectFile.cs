using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>A file of MSBuild's, and what it brings into a build.</summary>
internal sealed class ProjectFile
{
    // Where the version of every package stands.
    private const string Versions = "Directory.Packages.props";

    private const string Web = "Microsoft.NET.Sdk.Web";

    // All that a file of ours needs. Whatever else there is could bring in what another project holds without a reference to it, or names
    // that these tests do not know: whoever adds an element or a property here has looked at what it does.
    private static readonly HashSet<string> Elements = new(StringComparer.OrdinalIgnoreCase)
    {
        "Project", "PropertyGroup", "ItemGroup", "ProjectReference", "PackageReference", "PackageVersion", "None", "EmbeddedResource", "AdditionalFiles", "Protobuf",
        "AssemblyAttribute", "_Parameter1", "InternalsVisibleTo", "ReferenceOutputAssembly", "Target", "_Assembly", "TfmSpecificPackageFile",
    };

    private static readonly HashSet<string> Properties = new(StringComparer.OrdinalIgnoreCase)
    {
        "AllowUnsafeBlocks", "AnalysisLevel", "AnalysisMode", "AssemblyName", "Authors", "BuildProjectReferences", "CentralPackageTransitivePinningEnabled", "ContinuousIntegrationBuild",
        "Copyright", "Description", "Deterministic", "EnableDefaultItems", "EnforceCodeStyleInBuild", "GenerateDocumentationFile", "ImplicitUsings", "IncludeBuildOutput", "IsPackable",
        "LangVersion", "ManagePackageVersionsCentrally", "NoWarn", "NuGetAudit", "Nullable", "OutputType", "PackageId", "PackageLicenseExpression", "PackageReadmeFile", "PackageTags",
        "Product", "PublishReadyToRun", "PublishReferencesDocumentationFiles", "RootNamespace", "SatelliteResourceLanguages", "TargetFramework", "TargetsForTfmSpecificContentInPackage",
        "TreatWarningsAsErrors", "UseAppHost", "Version",
    };

    // What is decided once, for all: a project that sets one of these decides something else for itself.
    private static readonly HashSet<string> DecidedOnce = new(StringComparer.OrdinalIgnoreCase)
    {
        "AnalysisLevel", "AnalysisMode", "EnforceCodeStyleInBuild", "ImplicitUsings", "LangVersion", "ManagePackageVersionsCentrally", "Nullable", "TreatWarningsAsErrors",
    };

    // The contract's generated code has no comments.
    private static readonly string[] Unwarned = ["$(NoWarn)", "CS1591"];

    // Properties that tell the runtime something, and what they are called in a program's runtimeconfig.json.
    private static readonly Dictionary<string, string> OfTheRuntime = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ConcurrentGarbageCollection"] = "System.GC.Concurrent",
        ["InvariantGlobalization"] = "System.Globalization.Invariant",
        ["ServerGarbageCollection"] = "System.GC.Server",
        ["TieredPGO"] = "System.Runtime.TieredPGO",
    };

    private static readonly string[] Sdks = ["Microsoft.NET.Sdk", Web];

    private readonly string _path;
    private readonly XElement[] _elements;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path below the source tree's root.</param>
    /// <param name="text">What it holds.</param>
    public ProjectFile(string path, string text)
    {
        _path = path;
        _elements = [.. XDocument.Parse(text).Descendants()];
    }

    /// <value>The directories of the projects that it references.</value>
    public IEnumerable<string> References => Projects(isReferenced: true);

    /// <value>The directories of the projects that are only to be built before it.</value>
    public IEnumerable<string> BuiltBefore => Projects(isReferenced: false);

    /// <value>Whether ASP.NET comes with it.</value>
    public bool IsOfTheWeb => _elements.Any(element => element.Attribute("Sdk")?.Value == Web);

    /// <value>What could bring in another project's code without a reference to it, or is not known to these tests.</value>
    public IEnumerable<string> OtherWays => _elements.Where(element => IsProperty(element) ? !IsKnownProperty(element) || DecidesAnew(element) : !IsKnownItem(element)).Select(element => $"{_path}: {element}");

    /// <value>What it sets of the runtime, by the name that runtimeconfig.json has for it.</value>
    public IEnumerable<KeyValuePair<string, string>> RuntimeSettings => _elements
        .Where(element => IsProperty(element) && OfTheRuntime.ContainsKey(element.Name.LocalName))
        .Select(element => KeyValuePair.Create(OfTheRuntime[element.Name.LocalName], element.Value));

    private static bool IsProperty(XElement element) => element.Parent is { } parent && IsNamed(parent, "PropertyGroup");

    private static bool IsKnownProperty(XElement element) => Properties.Contains(element.Name.LocalName) || OfTheRuntime.ContainsKey(element.Name.LocalName);

    private bool DecidesAnew(XElement element) =>
        (DecidedOnce.Contains(element.Name.LocalName) && Path.GetDirectoryName(_path)!.Length > 0)
            || (IsNamed(element, "NoWarn") && element.Value.Split(';', StringSplitOptions.TrimEntries).Except(Unwarned).Any());

    private bool IsKnownItem(XElement element) => Elements.Contains(element.Name.LocalName)
        && (element.Attribute("Sdk") is not { Value: var sdk } || Sdks.Contains(sdk))
        && (!IsNamed(element, "PackageVersion") || _path == Versions)
        && (!IsNamed(element, "PackageReference") || !element.Attributes().Any(attribute => attribute.Name.LocalName.StartsWith("Version", StringComparison.OrdinalIgnoreCase)))
        && (!IsNamed(element, "Protobuf") || element.Attributes().All(attribute => IsWithin(attribute.Value)));

    // Of contracts, too, code is made: of the project's own.
    private static bool IsWithin(string path) => !path.StartsWith('/') && !path.Contains("..", StringComparison.Ordinal) && !path.Contains("$(", StringComparison.Ordinal);

    private IEnumerable<string> Projects(bool isReferenced) => _elements
        .Where(element => IsNamed(element, "ProjectReference") && isReferenced != (element.Attribute("ReferenceOutputAssembly")?.Value == "false"))
        .SelectMany(element => (element.Attribute("Include")?.Value ?? throw new InvalidOperationException($"{_path}: {element} includes nothing.")).Split(';', StringSplitOptions.TrimEntries))
        .Select(project => Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(_path)!, Path.GetDirectoryName(project.Replace('\\', '/'))!))));

    // MSBuild does not tell cases apart.
    private static bool IsNamed(XElement element, string name) => element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase);
}
