using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>A file of MSBuild's, and what it brings into a build.</summary>
internal sealed class ProjectFile
{
    // By these, what another project holds would come in without a reference to it.
    private static readonly string[] Detours = ["Reference", "Import", "Compile"];

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

    /// <value>Elements that could bring in another project's code without a reference to it.</value>
    public IEnumerable<string> OtherWays => _elements.Where(element => Detours.Any(name => IsNamed(element, name))).Select(element => $"{_path}: {element}");

    private IEnumerable<string> Projects(bool isReferenced) => _elements
        .Where(element => IsNamed(element, "ProjectReference") && isReferenced != (element.Attribute("ReferenceOutputAssembly")?.Value == "false"))
        .SelectMany(element => (element.Attribute("Include")?.Value ?? throw new InvalidOperationException($"{_path}: {element} includes nothing.")).Split(';', StringSplitOptions.TrimEntries))
        .Select(project => Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(_path)!, Path.GetDirectoryName(project.Replace('\\', '/'))!))));

    // MSBuild does not tell cases apart.
    private static bool IsNamed(XElement element, string name) => element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase);
}
