using Rego.Syntax;

namespace Rego.Trees;

/// <summary>A walker that asks a function about each node.</summary>
/// <param name="enter">Sees a node; answers whether to go on below it.</param>
internal sealed class ActionWalker(Func<SyntaxNode, bool> enter) : SyntaxWalker
{
    /// <summary>Walks one node.</summary>
    internal static void Walk(SyntaxNode? node, Func<SyntaxNode, bool> enter) => new ActionWalker(enter).Walk(node);

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node) => enter(node);
}
