using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Safety;

/// <summary>Arranges the bodies that are nested in one statement.</summary>
internal sealed class ClosureOrder : SyntaxRewriter
{
    private readonly Expression _statement;
    private readonly HashSet<string> _globals;
    private readonly StatementOrder _order;
    private readonly UnsafeVariables _unsafe;

    internal ClosureOrder(Expression statement, HashSet<string> globals, StatementOrder order, UnsafeVariables found)
    {
        _statement = statement;
        _globals = globals;
        _order = order;
        _unsafe = found;
    }

    /// <inheritdoc/>
    internal override Term Rewrite(Term term)
    {
        switch (term)
        {
            case ArrayComprehensionTerm comprehension:
                return Make.Comprehension(comprehension, comprehension.Item, Arrange(VariableCollector.Of(comprehension.Item), comprehension.Body));
            case SetComprehensionTerm comprehension:
                return Make.Comprehension(comprehension, comprehension.Item, Arrange(VariableCollector.Of(comprehension.Item), comprehension.Body));
            case ObjectComprehensionTerm comprehension:
                var heads = VariableCollector.Of([comprehension.Key, comprehension.Value]);
                return Make.Comprehension(comprehension, comprehension.Key, comprehension.Value, Arrange(heads, comprehension.Body));
            default:
                return RewriteChildren(term);
        }
    }

    /// <inheritdoc/>
    internal override Expression Rewrite(Expression expression)
    {
        switch (expression)
        {
            case EveryExpression every:
                _globals.UnionWith(VariableCollector.Of(every.Value));
                _globals.UnionWith(VariableCollector.Of(every.Key));
                return Make.Every(every, every.Key, every.Value, Rewrite(every.Domain), Arrange([], every.Body), RewriteModifiers(every));
            default:
                return RewriteChildren(expression);
        }
    }

    /// <inheritdoc/>
    internal override Body Rewrite(Body body) => Arrange([], body);

    private Body Arrange(HashSet<string> heads, Body body)
    {
        heads.ExceptWith(VariableCollector.Of(body, VariableFilter.Statement));
        heads.ExceptWith(_globals);
        if (heads.Count > 0)
        {
            _unsafe.Add(_statement, heads);
        }

        return _order.Arrange(body, _globals);
    }
}
