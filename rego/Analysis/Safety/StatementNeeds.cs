using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>What a statement needs.</summary>
internal sealed class StatementNeeds
{
    private readonly HashSet<string> _own;
    private readonly HashSet<string> _closed;

    /// <summary>Reads a statement.</summary>
    /// <param name="expression">The statement.</param>
    /// <param name="bodyNames">The variables of the body that it stands in.</param>
    internal StatementNeeds(Expression expression, HashSet<string> bodyNames)
    {
        Expression = expression;
        _own = VariableCollector.Of(expression, VariableFilter.Statement);
        _own.UnionWith(ImplicitOperands.VariablesOf(expression));
        _closed = Closures.VariablesOf(expression);
        _closed.IntersectWith(bodyNames);
    }

    /// <summary>The statement.</summary>
    internal Expression Expression { get; }

    /// <summary>The variables that are neither bound before nor by the statement itself; a closure needs them bound before.</summary>
    internal IEnumerable<string> Missing(IReadOnlySet<string> safe, IReadOnlySet<string> outputs) =>
        _own.Where(name => !safe.Contains(name) && !outputs.Contains(name))
            .Concat(_closed.Where(name => !safe.Contains(name)));
}
