using System.Collections.Immutable;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Analysis.Metadata;

/// <summary>Puts the metadata in the place of the calls that ask for it: <c>rego.metadata.rule()</c> and <c>rego.metadata.chain()</c>.</summary>
internal sealed class MetadataCalls : SyntaxRewriter
{
    private readonly RegoArray _chain;

    private MetadataCalls(RegoArray chain) => _chain = chain;

    internal static void Run(Compilation compilation)
    {
        AnnotationSet? annotations = null;
        compilation.Update(module =>
        {
            if (!Mentions(module))
            {
                return module;
            }

            annotations ??= new AnnotationSet(compilation.Modules);
            return Make.Module(module, Map(module.Rules, rule => new MetadataCalls(annotations.ChainOf(module, rule)).Rewrite(rule)));
        });
    }

    /// <inheritdoc/>
    internal override Term Rewrite(Term term) => term switch
    {
        CallTerm { Arguments.Length: 0, Operator: RefTerm { Head: VarTerm { Name: "rego" }, Path: [StringTerm { Value: "metadata" }, StringTerm { Value: "rule" }] } } =>
            TermOf(((RegoObject)_chain[0])["annotations"] is RegoObject own ? own : RegoObject.Empty, term.Location),
        CallTerm { Arguments.Length: 0, Operator: RefTerm { Head: VarTerm { Name: "rego" }, Path: [StringTerm { Value: "metadata" }, StringTerm { Value: "chain" }] } } =>
            TermOf(_chain, term.Location),
        _ => RewriteChildren(term),
    };

    private static bool Mentions(Module module) =>
        module.Location.File is { } file && file.Text.Contains("rego.metadata.", StringComparison.Ordinal);

    private Rule Rewrite(Rule rule)
    {
        var head = rule.Head;
        var changed = Make.Head(
            head,
            head.Reference,
            head.Arguments,
            head.Key is null ? null : Rewrite(head.Key),
            head.Value is null ? null : Rewrite(head.Value));
        return Make.Rule(rule, changed, rule.Body is null ? null : Rewrite(rule.Body), rule.Else is null ? null : Rewrite(rule.Else));
    }

    private static Term TermOf(RegoValue value, SourceLocation at) => value switch
    {
        RegoString text => new StringTerm(at, text.Value, isRaw: false),
        RegoNumber number => new NumberTerm(at, number.Text),
        RegoBoolean boolean => new BooleanTerm(at, boolean == RegoBoolean.True),
        RegoArray items => new ArrayTerm(at, [.. items.Select(item => TermOf(item, at))]),
        RegoObject members => new ObjectTerm(at, [.. members.Select(member => new ObjectMember(TermOf(member.Key, at), TermOf(member.Value, at)))]),
        _ => new NullTerm(at),
    };
}
