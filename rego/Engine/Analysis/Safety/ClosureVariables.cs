using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Safety;

/// <summary>The variables of bodies within statements: of comprehensions, <c>every</c>, <c>or</c>, <c>and</c>, <c>not</c>.</summary>
internal sealed class ClosureVariables : SyntaxWalker
{
    private readonly BodyVariables _bodies = new();
    private HashSet<string>? _names;

    /// <summary>The variables of bare operands.</summary>
    internal ImplicitOperands Implicit { get; } = new();

    /// <summary>Whether there was a closure in the last statement.</summary>
    internal bool FoundAny { get; private set; }

    /// <summary>Those of the given variables that the closures of a statement mention; null where there are none.</summary>
    internal HashSet<string>? Of(Expression expression, HashSet<string> among)
    {
        _names = null;
        Walk(expression);
        FoundAny = _names is not null;
        _names?.IntersectWith(among);
        return _names is { Count: > 0 } ? _names : null;
    }

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        switch (node)
        {
            case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm or TemplateStringTerm:
                Add(node);
                return false;
            case EveryExpression every:
                Add(every.Body);
                Walk(every.Domain);
                return false;
            case LogicalExpression logical:
                Add(logical.Left.Body);
                Add(logical.Right.Body);
                return false;
            case NotBodyExpression not:
                Add(not.Operand.Body);
                return false;
            default:
                return true;
        }
    }

    private void Add(SyntaxNode node) => _bodies.AddTo(_names ??= [], node);
}
