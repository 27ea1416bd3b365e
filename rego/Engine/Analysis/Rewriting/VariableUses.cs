using System.Runtime.InteropServices;
using Rego.Analysis.Names;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Rewriting;

/// <summary>Counts how often each of the variables is mentioned that the compiler made.</summary>
internal sealed class VariableUses : SyntaxWalker
{
    private readonly Dictionary<string, int> _counts = [];
    private int _times;

    internal VariableUses(SyntaxNode node) => Add(node, 1);

    /// <summary>Whether there are any.</summary>
    internal bool Any => _counts.Count > 0;

    /// <summary>How often a variable is mentioned.</summary>
    internal int Of(string name) => _counts.GetValueOrDefault(name);

    /// <summary>Adds the mentions within a node, so many times.</summary>
    internal void Add(SyntaxNode node, int times)
    {
        _times = times;
        Walk(node);
    }

    /// <summary>A variable is not mentioned any more.</summary>
    internal void Remove(string name) => _counts.Remove(name);

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        if (node is VarTerm variable && LocalNames.IsGeneratedName(variable.Name))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, variable.Name, out _) += _times;
        }

        return true;
    }
}
