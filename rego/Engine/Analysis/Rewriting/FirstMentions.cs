using Rego.Syntax.Expressions;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Which statement of a body mentions a variable first.</summary>
internal sealed class FirstMentions
{
    private readonly Dictionary<string, int> _first = [];
    private readonly List<List<string>> _names = [];

    /// <summary>Whether a statement before the given one mentions the variable.</summary>
    /// <param name="statements">The statements; those that were not asked about yet are read now.</param>
    /// <param name="name">The variable.</param>
    /// <param name="at">The statement's place.</param>
    internal bool IsBefore(IReadOnlyList<Expression> statements, string name, int at)
    {
        while (_names.Count < at)
        {
            Add(statements[_names.Count]);
        }

        return _first.TryGetValue(name, out var first) && first < at;
    }

    /// <summary>Forgets the statements from a place on.</summary>
    internal void RemoveFrom(int at)
    {
        for (var i = _names.Count - 1; i >= at; i--)
        {
            _names[i].ForEach(name => _first.Remove(name));
            _names.RemoveAt(i);
        }
    }

    private void Add(Expression statement)
    {
        var at = _names.Count;
        _names.Add([.. VariableCollector.Of(statement, VariableFilter.Statement).Where(name => _first.TryAdd(name, at))]);
    }
}
