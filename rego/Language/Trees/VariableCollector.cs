using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;

namespace Rego.Trees;

/// <summary>Collects the names of variables.</summary>
internal sealed class VariableCollector : SyntaxWalker
{
    private readonly VariableFilter _filter;

    private VariableCollector(VariableFilter filter, HashSet<string> names)
    {
        _filter = filter;
        Names = names;
    }

    private HashSet<string> Names { get; }

    /// <summary>The variables of a node.</summary>
    internal static HashSet<string> Of(SyntaxNode? node, VariableFilter filter = VariableFilter.None)
    {
        var names = new HashSet<string>();
        AddTo(names, node, filter);
        return names;
    }

    /// <summary>Adds the variables of a node.</summary>
    internal static void AddTo(HashSet<string> names, SyntaxNode? node, VariableFilter filter = VariableFilter.None)
    {
        if (node is VarTerm variable)
        {
            names.Add(variable.Name);
        }
        else if (node is not (null or StringTerm or NumberTerm))
        {
            new VariableCollector(filter, names).Walk(node);
        }
    }

    /// <summary>Adds the variables of terms.</summary>
    internal static void AddTo(HashSet<string> names, ReadOnlySpan<Term> terms, VariableFilter filter = VariableFilter.None)
    {
        foreach (var term in terms)
        {
            AddTo(names, term, filter);
        }
    }

    /// <summary>The variables of nodes.</summary>
    internal static HashSet<string> Of<TNode>(IEnumerable<TNode> nodes, VariableFilter filter = VariableFilter.None)
        where TNode : SyntaxNode
    {
        var names = new HashSet<string>();
        foreach (var node in nodes)
        {
            AddTo(names, node, filter);
        }

        return names;
    }

    /// <summary>The variables of terms, of which there may be none.</summary>
    internal static HashSet<string> Of(ImmutableArray<Term> terms, VariableFilter filter = VariableFilter.None)
    {
        var names = new HashSet<string>();
        AddTo(names, terms.IsDefault ? [] : terms.AsSpan(), filter);
        return names;
    }

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        switch (node)
        {
            case VarTerm variable:
                Names.Add(variable.Name);
                return false;
            case RefTerm reference when Has(VariableFilter.SkipReferenceHeads):
                Walk(reference.Path);
                return false;
            case CallTerm call when Has(VariableFilter.SkipCalledNames | VariableFilter.SkipReferenceHeads):
                WalkPath(call.Operator);
                Walk(call.Arguments);
                return false;
            case WithModifier with when Has(VariableFilter.SkipCalledNames):
                // The head of a value is the name of a function: any other reference stands in a statement of its own by then.
                WalkPath(with.Target);
                if (with.Value is RefTerm value)
                {
                    Walk(value.Path);
                }
                else
                {
                    Walk(with.Value);
                }

                return false;
            case ObjectTerm obj when Has(VariableFilter.SkipObjectKeys):
                foreach (var member in obj.Members)
                {
                    Walk(member.Value);
                }

                return false;
            case SetTerm:
                return !Has(VariableFilter.SkipSets);
            default:
                return !Has(VariableFilter.SkipClosures) || !SkipsClosure(node);
        }
    }

    private bool Has(VariableFilter filter) => (_filter & filter) != 0;

    private void WalkPath(Term term)
    {
        if (term is RefTerm reference)
        {
            Walk(reference.Path);
        }
    }

    private bool SkipsClosure(SyntaxNode node)
    {
        switch (node)
        {
            case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm or TemplateStringTerm:
                return true;
            case EveryExpression every:
                Walk(every.Domain);
                Walk(every.WithModifiers);
                return true;
            case LogicalExpression or NotBodyExpression:
                Walk(((Expression)node).WithModifiers);
                return true;
            default:
                return false;
        }
    }
}
