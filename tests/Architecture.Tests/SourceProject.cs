using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Architecture.Tests;

/// <summary>One project's sources, compiled so that each name is known by what it means.</summary>
internal sealed class SourceProject
{
    private static readonly MetadataReference[] Assemblies =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly ConcurrentDictionary<string, Lazy<SourceProject>> Known = new();

    private static readonly EnumerationOptions AnyCase = new() { RecurseSubdirectories = true, MatchCasing = MatchCasing.CaseInsensitive, AttributesToSkip = FileAttributes.None };

    private readonly CSharpCompilation _compilation;
    private readonly Lazy<IReadOnlyList<Reference>> _references;

    /// <summary>Reads a project.</summary>
    /// <param name="root">The full path of its directory.</param>
    public SourceProject(string root)
    {
        Root = root;
        var project = File.ReadAllText(Directory.GetFiles(Root, "*.csproj").Single());
        AssemblyName = Between(project, "<AssemblyName>", "</AssemblyName>");
        RootNamespace = Between(project, "<RootNamespace>", "</RootNamespace>");
        var usings = CSharpSyntaxTree.ParseText(string.Concat(ImplicitUsings.Select(name => $"global using global::{name};\n")));
        Trees = [.. Files("*.cs").Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: Path.GetRelativePath(Root, file)))];
        Unread = [.. OtherSources.SelectMany(Files).Select(file => Path.GetRelativePath(Root, file))];
        _compilation = CSharpCompilation.Create(AssemblyName, [usings, .. Trees], OthersThan(AssemblyName), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _references = new(() => [.. Trees.SelectMany(FindReferences).Distinct()]);
    }

    /// <value>The full path of the directory.</value>
    public string Root { get; }

    /// <value>The name of the assembly: those that it may see into know it by this.</value>
    public string AssemblyName { get; }

    /// <value>The namespace of the project's directory.</value>
    public string RootNamespace { get; }

    /// <value>The files, each with its path below the project's directory.</value>
    public IReadOnlyList<SyntaxTree> Trees { get; }

    /// <value>Files that the SDK for the web compiles, too, and that are no C#: nobody sees what they name.</value>
    public IReadOnlyList<string> Unread { get; }

    private static string[] OtherSources => ["*.razor", "*.cshtml"];

    // What the SDKs bring. Of the project itself nothing is among them: `Using` items, which could name its rooms, are refused (ProjectFile).
    private static string[] ImplicitUsings =>
    [
        "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    /// <summary>Which file names what of which other file of the project.</summary>
    public IReadOnlyList<Reference> References => _references.Value;

    /// <summary>The project in a directory below the source tree's, read once for all tests.</summary>
    public static SourceProject In(string directory) => Known.GetOrAdd(directory, key => new(() => new SourceProject(SourceTree.PathTo(key.Split('/'))))).Value;

    // What was built of the project itself is there only where the contract's messages are known by nothing else; elsewhere each extension
    // method would be there twice, and a call of it would mean neither.
    private IEnumerable<MetadataReference> OthersThan(string assembly) => Files("*.proto").Any()
        ? Assemblies
        : Assemblies.Where(reference => Path.GetFileNameWithoutExtension(reference.Display) != assembly);

    private IEnumerable<Reference> FindReferences(SyntaxTree tree)
    {
        var model = _compilation.GetSemanticModel(tree);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            foreach (var symbol in Meaning.Of(model, node))
            {
                var definition = Written((symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol).OriginalDefinition);
                foreach (var place in PlacesOf(definition).Where(place => place != tree.FilePath))
                {
                    yield return new Reference(tree.FilePath, place, definition.Name);
                }
            }
        }
    }

    // A namespace stands in many files; a room is meant by it as a whole.
    private IEnumerable<string> PlacesOf(ISymbol definition) => definition is INamespaceSymbol
        ? definition.ToDisplayString() is var name && name.StartsWith(RootNamespace + ".", StringComparison.Ordinal) && Directory.Exists(Path.Combine(Root, DirectoryOf(name)))
            ? [DirectoryOf(name) + "/"]
            : []
        : definition.DeclaringSyntaxReferences.Select(place => place.SyntaxTree.FilePath).Where(path => path.Length > 0);

    private string DirectoryOf(string name) => name[(RootNamespace.Length + 1)..].Replace('.', '/');

    // What the compiler adds, such as a constructor, stands nowhere: the type that has it does.
    private static ISymbol Written(ISymbol symbol) => symbol.DeclaringSyntaxReferences.IsEmpty && symbol.ContainingType is { } type ? Written(type.OriginalDefinition) : symbol;

    // As the SDK takes them: in capitals, too, and below a room whatever the directory is called.
    private IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Root, pattern, AnyCase)
        .Where(file => Path.GetRelativePath(Root, file).Split('/')[0] is not ("bin" or "obj"))
        .Order(StringComparer.Ordinal);

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }
}
