using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Bodies within statements: of comprehensions, <c>every</c>, <c>or</c>, <c>and</c>, <c>not</c>.</summary>
internal static class Closures
{
    /// <summary>All variables that the closures of a statement mention.</summary>
    internal static HashSet<string> VariablesOf(Expression expression)
    {
        var names = new HashSet<string>();
        ActionWalker.Walk(expression, node =>
        {
            switch (node)
            {
                case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm or TemplateStringTerm:
                    names.UnionWith(VariableCollector.Of(node));
                    return false;
                case EveryExpression every:
                    names.UnionWith(VariableCollector.Of(every.Body));
                    names.UnionWith(VariablesOfDomain(every));
                    return false;
                case LogicalExpression logical:
                    names.UnionWith(VariableCollector.Of([logical.Left.Body, logical.Right.Body]));
                    return false;
                case NotBodyExpression not:
                    names.UnionWith(VariableCollector.Of(not.Operand.Body));
                    return false;
                default:
                    return true;
            }
        });
        return names;
    }

    private static HashSet<string> VariablesOfDomain(EveryExpression every) =>
        VariablesOf(new TermExpression(every.Domain.Location, every.Domain, isNegated: false, []));
}
