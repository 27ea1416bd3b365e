using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Planning;

/// <summary>Finds the variables that nobody reads: they are mentioned once, where they would get their value.</summary>
internal static class VariableUses
{
    internal static IReadOnlySet<string> MentionedOnce(Rule rule)
    {
        var once = new HashSet<string>();
        var more = new HashSet<string>();
        ActionWalker.Walk(rule, node =>
        {
            if (node is VarTerm variable && !more.Contains(variable.Name) && !once.Add(variable.Name))
            {
                once.Remove(variable.Name);
                more.Add(variable.Name);
            }

            return true;
        });
        return once;
    }
}
