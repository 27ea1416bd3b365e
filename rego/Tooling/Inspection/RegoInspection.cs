using System.Collections.Immutable;
using Rego.Bundles;
using Rego.Capabilities;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Loading;
using Rego.Networking;
using Rego.Options;
using Rego.Parsing;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Values;
using Rego.Work;

namespace Rego.Tooling.Inspection;

/// <summary>A summary of a bundle, a directory read as one, or a single module. Signatures are shown, not verified.</summary>
public sealed class RegoInspection
{
    private RegoInspection()
    {
    }

    /// <summary>What the bundle says of itself, in the form of <c>opa inspect</c>; null for a single module.</summary>
    public RegoObject? Manifest { get; private init; }

    /// <summary>What <c>.signatures.json</c> holds; empty where there is none.</summary>
    public RegoObject Signatures { get; private init; } = RegoObject.Empty;

    /// <summary>The files that contribute to each path of <c>data</c>, by path, sorted.</summary>
    public required IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Namespaces { get; init; }

    /// <summary>The metadata blocks, sorted by what they speak about.</summary>
    public required IReadOnlyList<RegoAnnotation> Annotations { get; init; }

    /// <summary>What an engine must be able to do to run the modules.</summary>
    public required RegoCapabilities Capabilities { get; init; }

    /// <summary>Inspects a directory, an archive, or the file of one module.</summary>
    /// <param name="path">The path as messages name it.</param>
    /// <param name="options">Bounds, and what the path is relative to.</param>
    /// <exception cref="PolicyLoadException">It cannot be read, or a module does not parse, or the bundle is not what its manifest says.</exception>
    /// <exception cref="RegoCompilationException">The modules do not compile.</exception>
    public static RegoInspection Of(string path, PolicyDirectoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new PolicyDirectoryOptions();
        return CompilerWork.Run(() => path.EndsWith(".rego", StringComparison.Ordinal)
            ? OfModule(PolicyDirectory.ReadModule(path, options))
            : OfBundle(path, options));
    }

    private static RegoInspection OfModule(RegoSource source)
    {
        var module = RegoModule.Parse(source).Syntax;
        return Of([module], hasVersion1: true, NamespacesOf([module], []), null, RegoObject.Empty);
    }

    private static RegoInspection OfBundle(string path, PolicyDirectoryOptions options)
    {
        var fullPath = Path.GetFullPath(path, options.BaseDirectory ?? Environment.CurrentDirectory);
        if (!Path.Exists(fullPath))
        {
            throw new PolicyLoadException([new Diagnostic(DiagnosticCodes.Load, $"error reading \"{path}\": stat {path}: no such file or directory", default)]);
        }

        try
        {
            var content = BundleContent.Read(path, fullPath, options);
            var manifest = BundleSummary.Of(content);
            var modules = Parse(content, manifest);
            var signatures = content.Find(BundleContent.SignaturesName) is { } file ? RegoJson.Parse(file.Bytes) as RegoObject : null;
            return Of(
                modules,
                content.Files.Any(module => module.IsModule && manifest.IsVersion1(module)),
                NamespacesOf(modules, content.Files.Where(data => data.IsData)),
                manifest.ToJson(),
                signatures is null ? RegoObject.Empty : RegoObject.From([.. signatures, KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From("plugin"), signatures["plugin"] is RegoString plugin ? plugin : RegoString.From("_default"))]));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or System.Text.Json.JsonException)
        {
            throw new PolicyLoadException([new Diagnostic(DiagnosticCodes.Load, $"bundle {path}: {failure.Message}", default)], failure);
        }
    }

    private static List<Module> Parse(BundleContent content, BundleSummary manifest)
    {
        var modules = new List<Module>();
        foreach (var file in content.Files.Where(file => file.IsModule))
        {
            var errors = new DiagnosticBag();
            var module = Parser.ParseModule(new SourceFile(file.Name, SourceText.Decode(file.Bytes)), errors);
            if (module is null || errors.HasErrors)
            {
                throw new FormatException(DiagnosticText.Describe([.. errors]));
            }

            manifest.Permit(string.Join('/', module.Package.Path.Skip(1).Select(part => ((StringTerm)part).Value)), file.Name);
            modules.Add(module);
        }

        return modules;
    }

    private static RegoInspection Of(List<Module> modules, bool hasVersion1, IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> namespaces, RegoObject? manifest, RegoObject signatures)
    {
        var errors = new DiagnosticBag();
        var compilation = new RegoCompiler(new RegoCompilerOptions { Network = NetworkAccess.Nowhere }).Check(modules, errors)
            ?? throw new RegoCompilationException([.. errors]);
        return new RegoInspection
        {
            Manifest = manifest,
            Signatures = signatures,
            Namespaces = namespaces,
            Annotations = AnnotationList.Of(modules),
            Capabilities = RequiredCapabilities.Of(modules, compilation, hasVersion1),
        };
    }

    /// <summary>The modules by their packages, then the data files by their directories.</summary>
    private static IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> NamespacesOf(List<Module> modules, IEnumerable<BundleFile> data) =>
        [.. modules.Select(module => (Path: TermPrinter.PrintReference(module.Package.Path), Name: module.Location.File!.Path))
            .Concat(data.Select(file => (Path: string.Join('.', file.Path.Split('/')[..^1].Prepend("data")), file.Name)))
            .GroupBy(file => file.Path, file => file.Name)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create<string, IReadOnlyList<string>>(group.Key, [.. group]))];
}
