using Rego.Syntax;
using Rego.Syntax.Terms;

namespace Rego.Analysis.Safety;

/// <summary>
/// What messages about a rule end with: its name, where several rules begin on one line, since most likely nobody meant to
/// write two.
/// </summary>
internal sealed class RuleSuffixes
{
    private readonly HashSet<int> _sharedRows;

    internal RuleSuffixes(Module module)
    {
        var seen = new HashSet<int>();
        _sharedRows = [.. module.Rules.Select(rule => rule.Location.Row).Where(row => !seen.Add(row))];
    }

    /// <summary>The end of a message about a rule; mostly empty.</summary>
    internal string Of(Rule rule) =>
        _sharedRows.Contains(rule.Location.Row) ? $" in rule {((VarTerm)rule.Head.Reference[0]).Name}" : string.Empty;
}
