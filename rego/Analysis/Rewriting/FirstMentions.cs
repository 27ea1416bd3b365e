using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Analysis;

/// <summary>Which statement of a body mentions a variable first.</summary>
internal sealed class FirstMentions
{
    private readonly Dictionary<string, int> _first = [];
    private readonly List<List<string>> _names = [];

    /// <summary>Whether a statement before the given one mentions the variable.</summary>
    internal bool IsBefore(string name, int at) => _first.TryGetValue(name, out var first) && first < at;

    /// <summary>Adds the next statement.</summary>
    internal void Add(int at, Expression statement) =>
        _names.Add([.. VariableCollector.Of(statement, VariableFilter.Statement).Where(name => _first.TryAdd(name, at))]);

    /// <summary>Forgets the statements from a place on.</summary>
    internal void RemoveFrom(int at)
    {
        for (var i = _names.Count - 1; i >= at; i--)
        {
            _names[i].ForEach(name => _first.Remove(name));
            _names.RemoveAt(i);
        }
    }
}
