using Rego.Syntax.Expressions;
using Rego.Trees;

namespace Rego.Analysis.Safety;

/// <summary>What a statement needs.</summary>
internal sealed class StatementNeeds
{
    private readonly HashSet<string> _own;
    private readonly HashSet<string>? _closed;

    /// <summary>Reads a statement.</summary>
    /// <param name="expression">The statement.</param>
    /// <param name="bodyNames">The variables of the body that it stands in.</param>
    /// <param name="closures">The variables of what nests in it.</param>
    internal StatementNeeds(Expression expression, HashSet<string> bodyNames, ClosureVariables closures)
    {
        Expression = expression;
        Mentioned = VariableCollector.Of(expression, VariableFilter.Statement);
        _own = expression is LogicalExpression logical ? [.. Mentioned, .. closures.Implicit.VariablesOf(logical)] : Mentioned;

        _closed = closures.Of(expression, bodyNames);
        HasClosures = closures.FoundAny;
    }

    /// <summary>The statement.</summary>
    internal Expression Expression { get; }

    /// <summary>The variables that the statement itself mentions.</summary>
    internal HashSet<string> Mentioned { get; }

    /// <summary>Whether there are bodies in it.</summary>
    internal bool HasClosures { get; }

    /// <summary>Whether it needs nothing that is neither bound before nor by the statement itself.</summary>
    internal bool IsMet(IReadOnlySet<string> safe, IReadOnlySet<string> outputs)
    {
        foreach (var name in _own)
        {
            if (!safe.Contains(name) && !outputs.Contains(name))
            {
                return false;
            }
        }

        return _closed is null || _closed.IsSubsetOf(safe);
    }

    /// <summary>The variables that are neither bound before nor by the statement itself; a closure needs them bound before.</summary>
    internal IEnumerable<string> Missing(IReadOnlySet<string> safe, IReadOnlySet<string> outputs) =>
        _own.Where(name => !safe.Contains(name) && !outputs.Contains(name))
            .Concat((_closed ?? []).Where(name => !safe.Contains(name)));
}
