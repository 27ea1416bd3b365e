using System.Collections.Immutable;
using Rego.Printing;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Analysis.Metadata;

/// <summary>All metadata of a policy, by what it speaks about.</summary>
internal sealed class AnnotationSet
{
    private readonly Dictionary<string, RegoObject> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RegoObject> _subpackages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RegoObject> _documents = new(StringComparer.Ordinal);

    internal AnnotationSet(IEnumerable<Module> modules)
    {
        foreach (var module in modules)
        {
            foreach (var block in module.Annotations)
            {
                Add(block, module);
            }
        }
    }

    /// <summary>
    /// The metadata from the rule up: its own, its document's, its package's, and that of packages above which speaks about all
    /// below. The first entry is always there, without metadata where the rule has none.
    /// </summary>
    internal RegoArray ChainOf(Module module, Rule rule)
    {
        var package = PathOf(module.Package.Path.Skip(1));
        var path = PathOf(module.Package.Path.Skip(1).Concat(GroundName(rule)));
        var chain = new List<RegoValue> { Entry(path, rule.Annotations?.Value) };
        AddFound(chain, path, _documents);
        AddFound(chain, package, _packages);
        for (var length = package.Count; length > 0; length--)
        {
            AddFound(chain, RegoArray.From([.. package.Take(length)]), _subpackages);
        }

        return RegoArray.From(chain);
    }

    /// <summary>
    /// The schemas that hold in a rule or one of its <c>else</c> branches, those from furthest away first: of packages above, its
    /// package, its document, its own blocks, which an <c>else</c> has none of.
    /// </summary>
    internal IEnumerable<RegoObject> SchemasOf(RuleDefinition definition, Rule branch)
    {
        var package = PathOf(definition.Module.Package.Path.Skip(1));
        var blocks = Enumerable.Range(1, package.Count).Select(length => _subpackages.GetValueOrDefault(RegoArray.From([.. package.Take(length)]).ToString()))
            .Append(_packages.GetValueOrDefault(package.ToString()))
            .Append(_documents.GetValueOrDefault(RegoArray.From([.. definition.Path]).ToString()))
            .Concat(ReferenceEquals(branch, definition.Rule) ? OwnBlocks(definition) : []);
        return blocks.SelectMany(block => block?["schemas"] as RegoArray ?? RegoArray.Empty).Cast<RegoObject>();
    }

    private static IEnumerable<RegoObject> OwnBlocks(RuleDefinition definition) =>
        from block in definition.Module.Annotations
        where RuleAnnotations.ScopeOf(block) == "rule"
        let target = definition.Module.Rules.FirstOrDefault(rule => rule.Location.Row > block.Location.Row)
        where target is not null && target.Location == definition.Rule.Location
        select block.Value;

    /// <summary>What a block of a scope wider than a rule speaks about; null where it is of a rule, or stands before none.</summary>
    internal static RegoArray? SubjectOf(Annotations block, Module module) => RuleAnnotations.ScopeOf(block) switch
    {
        "package" or "subpackages" => PathOf(module.Package.Path.Skip(1)),
        "document" when module.Rules.FirstOrDefault(rule => rule.Location.Row > block.Location.Row) is { } target =>
            PathOf(module.Package.Path.Skip(1).Concat(GroundName(target))),
        _ => null,
    };

    private void Add(Annotations block, Module module)
    {
        if (SubjectOf(block, module) is not { } subject)
        {
            return;
        }

        var blocks = RuleAnnotations.ScopeOf(block) switch
        {
            "package" => _packages,
            "subpackages" => _subpackages,
            _ => _documents,
        };
        blocks[subject.ToString()] = block.Value;
    }

    private static void AddFound(List<RegoValue> chain, RegoArray path, Dictionary<string, RegoObject> blocks)
    {
        if (blocks.TryGetValue(path.ToString(), out var block))
        {
            chain.Add(Entry(path, block));
        }
    }

    private static RegoObject Entry(RegoArray path, RegoObject? block) =>
        block is null ? RegoObject.From(("path", path)) : RegoObject.From(("path", path), ("annotations", block));

    private static IEnumerable<Term> GroundName(Rule rule) =>
        rule.Head.Reference.Take(1).Concat(rule.Head.Reference.Skip(1).TakeWhile(part => ConstantTerms.ToScalar(part) is not null));

    private static RegoArray PathOf(IEnumerable<Term> parts) =>
        RegoArray.From([.. parts.Select(part => part is VarTerm name ? RegoString.From(name.Name) : ConstantTerms.ToScalar(part) ?? RegoNull.Instance)]);
}
