using System.Collections.Immutable;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Work;

namespace Rego.Trees;

/// <summary>Walks syntax depth first, parents before children, in the order of the text.</summary>
internal abstract class SyntaxWalker
{
    /// <summary>Visits a node and, unless <see cref="Enter"/> answers false, what is below it.</summary>
    internal void Walk(SyntaxNode? node)
    {
        if (node is not null && Enter(node))
        {
            WalkChildren(node);
        }
    }

    /// <summary>As <see cref="Walk(SyntaxNode?)"/>, of a term.</summary>
    internal void Walk(Term? term)
    {
        if (term is not null && Enter(term))
        {
            WalkTerm(term);
        }
    }

    /// <summary>Visits terms in their order.</summary>
    internal void Walk(ImmutableArray<Term> terms)
    {
        if (terms.IsDefault)
        {
            return;
        }

        foreach (var term in terms)
        {
            if (Enter(term))
            {
                WalkTerm(term);
            }
        }
    }

    /// <summary>Visits nodes in their order.</summary>
    internal void Walk<TNode>(ImmutableArray<TNode> nodes)
        where TNode : SyntaxNode
    {
        if (nodes.IsDefault)
        {
            return;
        }

        foreach (var node in nodes)
        {
            Walk(node);
        }
    }

    /// <summary>Sees a node; answers whether to go on below it.</summary>
    protected abstract bool Enter(SyntaxNode node);

    private void WalkChildren(SyntaxNode node)
    {
        switch (node)
        {
            case Term term:
                WalkTerm(term);
                break;
            case Expression expression:
                WalkExpression(expression);
                if (!expression.WithModifiers.IsDefaultOrEmpty)
                {
                    Walk(expression.WithModifiers);
                }

                break;
            case WithModifier with:
                Walk(with.Target);
                Walk(with.Value);
                break;
            case Body body:
                Walk(body.Expressions);
                break;
            case Rule rule:
                CompilerWork.At(rule.Location);
                Walk(rule.Head);
                Walk(rule.Body);
                Walk(rule.Else);
                break;
            case RuleHead head:
                Walk(head.Reference);
                Walk(head.Arguments);
                Walk(head.Key);
                Walk(head.Value);
                break;
            case Module module:
                Walk(module.Rules);
                break;
        }
    }

    private void WalkTerm(Term term)
    {
        switch (term)
        {
            case VarTerm or StringTerm or NumberTerm:
                break;
            case RefTerm reference:
                Walk(reference.Head);
                Walk(reference.Path);
                break;
            case CallTerm call:
                Walk(call.Operator);
                Walk(call.Arguments);
                break;
            case ArrayTerm array:
                Walk(array.Items);
                break;
            case SetTerm set:
                Walk(set.Items);
                break;
            case ObjectTerm obj:
                foreach (var (key, value) in obj.Members)
                {
                    Walk(key);
                    Walk(value);
                }

                break;
            case ArrayComprehensionTerm comprehension:
                Walk(comprehension.Item);
                Walk(comprehension.Body);
                break;
            case SetComprehensionTerm comprehension:
                Walk(comprehension.Item);
                Walk(comprehension.Body);
                break;
            case ObjectComprehensionTerm comprehension:
                Walk(comprehension.Key);
                Walk(comprehension.Value);
                Walk(comprehension.Body);
                break;
            case TemplateStringTerm template:
                foreach (var part in template.Parts)
                {
                    Walk(part.Expression);
                }

                break;
        }
    }

    private void WalkExpression(Expression expression)
    {
        switch (expression)
        {
            case TermExpression statement:
                Walk(statement.Term);
                break;
            case SomeExpression some:
                Walk(some.Symbols);
                Walk(some.Domain);
                break;
            case EveryExpression every:
                Walk(every.Key);
                Walk(every.Value);
                Walk(every.Domain);
                Walk(every.Body);
                break;
            case LogicalExpression logical:
                Walk(logical.Left.Body);
                Walk(logical.Right.Body);
                break;
            case NotBodyExpression not:
                Walk(not.Operand.Body);
                break;
        }
    }
}
