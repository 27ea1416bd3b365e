using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Analysis.Names;

/// <summary>Rules and packages as messages name them.</summary>
internal static class RuleNames
{
    /// <summary>The whole reference, for example <c>data.a.p[x]</c>.</summary>
    internal static string Of(RuleDefinition rule, LocalNames locals)
    {
        var package = rule.Module.Package.Path;
        var head = rule.Rule.Head.Reference;
        var path = package.Skip(1).Append(new StringTerm(default, ((VarTerm)head[0]).Name, isRaw: false)).Concat(head.Skip(1));
        return TermPrinter.ToText(package[0], path, locals.Original);
    }

    /// <summary>The package with <c>data</c> before it.</summary>
    internal static string OfPackage(Package package) => TermPrinter.ToText(package.Path[0], package.Path.Skip(1));

    /// <summary>Where a node stands: <c>file:row</c>.</summary>
    internal static string PlaceOf(SyntaxNode node) => $"{node.Location.File?.Path}:{node.Location.Row}";
}
