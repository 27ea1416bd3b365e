using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>One project's sources, compiled so that each name is known by what it means.</summary>
internal sealed class SourceProject
{
    private static readonly MetadataReference[] Assemblies =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly ConcurrentDictionary<string, Lazy<SourceProject>> Known = new();

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
        Trees = [.. Files().Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: Path.GetRelativePath(Root, file)))];
        _compilation = CSharpCompilation.Create(AssemblyName, [usings, .. Trees], Assemblies, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
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

    // What the SDKs bring; a name that is missed here can only lose an arrow to a type of somebody else's.
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

    private IEnumerable<Reference> FindReferences(SyntaxTree tree)
    {
        var model = _compilation.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(name => name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null))
        {
            var info = model.GetSymbolInfo(name);
            var meant = info.Symbol is { } one ? [one] : info.CandidateSymbols;
            foreach (var symbol in meant.Where(symbol => symbol is INamedTypeSymbol || symbol.ContainingType is not null))
            {
                var definition = Written((symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol).OriginalDefinition);
                foreach (var place in definition.DeclaringSyntaxReferences.Where(place => place.SyntaxTree != tree && place.SyntaxTree.FilePath.Length > 0))
                {
                    yield return new Reference(tree.FilePath, place.SyntaxTree.FilePath, definition.Name);
                }
            }
        }
    }

    // What the compiler adds, such as a constructor, stands nowhere: the type that has it does.
    private static ISymbol Written(ISymbol symbol) => symbol.DeclaringSyntaxReferences.IsEmpty && symbol.ContainingType is { } type ? Written(type.OriginalDefinition) : symbol;

    private IEnumerable<string> Files() => Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Root, file).Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[start..text.IndexOf(after, start, StringComparison.Ordinal)];
    }
}
