using System.Diagnostics.CodeAnalysis;

namespace Rego.Analysis.Names;

/// <summary>Scopes within scopes, the innermost last.</summary>
internal sealed class LocalScopes
{
    private readonly LocalNames _names;
    private readonly List<LocalScope> _scopes;

    internal LocalScopes(LocalNames names, LocalScope outermost)
    {
        _names = names;
        _scopes = [outermost];
    }

    /// <summary>The innermost scope.</summary>
    internal LocalScope Current => _scopes[^1];

    internal void Push() => _scopes.Add(new LocalScope());

    internal void Pop() => _scopes.RemoveAt(_scopes.Count - 1);

    /// <summary>The name that a name has by now.</summary>
    internal bool TryGetName(string name, [NotNullWhen(true)] out string? renamed)
    {
        var isFound = TryGet(name, out var known);
        renamed = known.Renamed;
        return isFound;
    }

    /// <summary>How a name has come up in the innermost scope that has it.</summary>
    internal Occurrence OccurrenceAnywhere(string name) => TryGet(name, out var known) ? known.Occurrence : Occurrence.New;

    /// <summary>Counts one more mention.</summary>
    internal void Count(string name)
    {
        for (var i = _scopes.Count - 1; i >= 0 && !_scopes[i].Count(name); i--)
        {
        }
    }

    /// <summary>How often a name was mentioned.</summary>
    internal int CountOf(string name) => TryGet(name, out var known) ? known.Count : 0;

    /// <summary>Declares a name in the innermost scope; answers its new name, or null and why it cannot be.</summary>
    internal string? Declare(string name, Occurrence occurrence, out string? problem)
    {
        problem = (Current.TryGet(name, out var known) ? known.Occurrence : Occurrence.New) switch
        {
            Occurrence.Seen => $"var {name} referenced above",
            Occurrence.Assigned => $"var {name} assigned above",
            Occurrence.Declared => $"var {name} declared above",
            Occurrence.Argument => $"arg {name} redeclared",
            _ => null,
        };
        if (problem is not null)
        {
            return null;
        }

        var renamed = _names.Rename(name, occurrence);
        Current.Insert(name, renamed, occurrence);
        return renamed;
    }

    private bool TryGet(string name, out LocalName known)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].TryGet(name, out known))
            {
                return true;
            }
        }

        known = default;
        return false;
    }
}
