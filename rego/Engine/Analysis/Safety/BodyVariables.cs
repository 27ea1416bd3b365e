using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Safety;

/// <summary>All variables that bodies mention, kept by body: where bodies nest deep, each is read once and not once a level.</summary>
internal sealed class BodyVariables : SyntaxWalker
{
    private readonly Dictionary<Body, HashSet<string>> _known = new(ReferenceEqualityComparer.Instance);
    private HashSet<string> _names = [];

    /// <summary>The variables of a body; not to be changed.</summary>
    internal HashSet<string> Of(Body body)
    {
        if (!_known.TryGetValue(body, out var names))
        {
            var outer = _names;
            _names = names = [];
            Walk(body.Expressions);
            _names = outer;
            _known.Add(body, names);
        }

        return names;
    }

    /// <summary>Adds the variables of a node.</summary>
    internal void AddTo(HashSet<string> names, SyntaxNode? node)
    {
        var outer = _names;
        _names = names;
        Walk(node);
        _names = outer;
    }

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        switch (node)
        {
            case VarTerm variable:
                _names.Add(variable.Name);
                return false;
            case Body body:
                _names.UnionWith(Of(body));
                return false;
            default:
                return true;
        }
    }
}
