using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Hints;

/// <summary>Collects the variables that a module mentions more than once: a name that stands alone is the misspelt one.</summary>
internal sealed class VariableNames : SyntaxWalker
{
    private readonly Dictionary<string, int> _mentions = [];

    private VariableNames()
    {
    }

    internal static IEnumerable<string> In(Module module)
    {
        var names = new VariableNames();
        names.Walk(module);
        return names._mentions.Where(mention => mention.Value > 1).Select(mention => mention.Key);
    }

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        if (node is VarTerm { IsWildcard: false } variable)
        {
            _mentions[variable.Name] = _mentions.GetValueOrDefault(variable.Name) + 1;
        }

        return true;
    }
}
