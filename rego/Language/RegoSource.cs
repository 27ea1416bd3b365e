using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego;

/// <summary>The text of one module.</summary>
/// <param name="Path">The name that diagnostics show.</param>
/// <param name="Text">The text.</param>
public sealed record RegoSource(string Path, string Text)
{
    /// <summary>Its tree, where it was parsed before; belongs to exactly this text.</summary>
    internal Module? Parsed { get; init; }

    /// <value>The names of its package below <c>data</c>; null where it was not parsed before.</value>
    public IReadOnlyList<string>? Package =>
        Parsed is null ? null : [.. Parsed.Package.Path.Skip(1).Select(part => part is StringTerm name ? name.Value : TermPrinter.Print(part))];

    /// <value>The names of the rules that it defines, without what follows in their heads; empty where it was not parsed before.</value>
    public IReadOnlyList<string> RuleNames =>
        Parsed is null ? [] : [.. Parsed.Rules.Select(rule => rule.Head.Reference[0]).OfType<VarTerm>().Select(name => name.Name).Distinct()];

    /// <value>What it names of <c>data</c>, in the order of the text; empty where it was not parsed before.</value>
    public IReadOnlyList<DataReference> References => Parsed is null ? [] : DataReferences.Of(Parsed);
}
