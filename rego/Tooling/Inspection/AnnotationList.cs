using System.Collections.Immutable;
using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Tooling.Dependencies;
using Rego.Trees;

namespace Rego.Tooling.Inspection;

/// <summary>Lists the metadata blocks of modules with what they speak about.</summary>
internal static class AnnotationList
{
    /// <summary>Sorted by what they speak about, then by where they stand.</summary>
    internal static IReadOnlyList<RegoAnnotation> Of(IEnumerable<Module> modules) =>
        [.. modules.SelectMany(OfModule)
            .OrderBy(found => found.Path, ReferenceOrder.Instance)
            .ThenBy(found => found.Block.Location.File!.Path, StringComparer.Ordinal)
            .ThenBy(found => found.Block.Location.Row)
            .Select(found => found.Annotation)];

    private static IEnumerable<(ImmutableArray<Term> Path, Annotations Block, RegoAnnotation Annotation)> OfModule(Module module)
    {
        var package = module.Package.Path;
        var name = NameOf(package);
        foreach (var block in module.Annotations)
        {
            if (RuleAnnotations.ScopeOf(block) is "package" or "subpackages")
            {
                yield return (package, block, new RegoAnnotation(RegoReference.Of(package), name, null, module.Package.Location, block.Value));
            }
            else if (module.Rules.FirstOrDefault(rule => rule.Location.Row > block.Location.Row) is { } rule)
            {
                var path = PathOf(package, rule);
                yield return (path, block, new RegoAnnotation(RegoReference.Of(path), name, TermPrinter.PrintReference(rule.Head.Reference), rule.Location, block.Value));
            }
        }
    }

    private static ImmutableArray<Term> PathOf(ImmutableArray<Term> package, Rule rule)
    {
        var head = rule.Head.Reference;
        return
        [
            .. package,
            new StringTerm(head[0].Location, ((VarTerm)head[0]).Name, isRaw: false),
            .. head.Skip(1).TakeWhile(part => ConstantTerms.ToScalar(part) is not null),
        ];
    }

    /// <summary>The package without <c>data</c>; its first name stands as a variable would.</summary>
    private static string NameOf(ImmutableArray<Term> package) =>
        TermPrinter.PrintReference([new VarTerm(package[1].Location, ((StringTerm)package[1]).Value), .. package.AsSpan()[2..]]);
}
