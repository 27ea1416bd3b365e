using System.Globalization;
using Rego.Printing;
using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Analysis.Names;

/// <summary>Makes names for variables that occur nowhere else, and remembers for which names as written they stand.</summary>
internal sealed class LocalNames
{
    private readonly HashSet<string> _taken;
    private readonly Dictionary<string, string> _originals = [];
    private readonly HashSet<string> _assigned = [];
    private readonly Dictionary<string, Term> _terms = [];
    private readonly string _prefix;
    private int _next;

    internal LocalNames(string prefix, HashSet<string> taken)
    {
        _prefix = prefix;
        _taken = taken;
    }

    /// <summary>The names as written, by the names made for them.</summary>
    internal IReadOnlyDictionary<string, string> Originals => _originals;

    /// <summary>A new name.</summary>
    internal string Next()
    {
        while (true)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"__{_prefix}{_next++}__");
            if (!_taken.Contains(name))
            {
                return name;
            }
        }
    }

    /// <summary>A new variable at a place.</summary>
    internal VarTerm NextAt(SourceLocation location) => new(location, Next());

    /// <summary>A new name for a variable that was written.</summary>
    internal string Rename(string original, Occurrence occurrence)
    {
        var name = Next();
        _originals[name] = original;
        if (occurrence == Occurrence.Assigned)
        {
            _assigned.Add(name);
        }

        return name;
    }

    /// <summary>Remembers the term whose value a new variable holds.</summary>
    internal void Remember(string name, Term term) => _terms[name] = term;

    /// <summary>What messages show for a variable: its name as written, or the term whose value it holds.</summary>
    internal string Display(string name) => _terms.TryGetValue(name, out var term) ? TermPrinter.ToText(term, Original) : Original(name);

    /// <summary>The term whose value the compiler's variable holds, or null.</summary>
    internal Term? TermOf(string name) => _terms.GetValueOrDefault(name);

    /// <summary>Whether the variable stands to the left of <c>:=</c>.</summary>
    internal bool IsAssigned(string name) => _assigned.Contains(name);

    /// <summary>The name as written.</summary>
    internal string Original(string name) => _originals.GetValueOrDefault(name, name);

    /// <summary>Whether the compiler made the variable up: it stands for nothing that was written.</summary>
    internal bool IsGenerated(string name) => IsGeneratedName(Original(name));

    /// <summary>Whether a name begins like those that are made.</summary>
    internal static bool IsReserved(string name) => name.StartsWith("__", StringComparison.Ordinal);

    /// <summary>Whether a name is of the form that the compiler makes.</summary>
    internal static bool IsGeneratedName(string name) => IsReserved(name) && name.Contains("local", StringComparison.Ordinal);
}
