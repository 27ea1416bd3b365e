using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Names;

/// <summary>The names that a body declares by <c>:=</c> and <c>some</c>, outside of its closures.</summary>
internal static class DeclaredNames
{
    internal static HashSet<string> Of(SyntaxNode? node)
    {
        var names = new HashSet<string>();
        ActionWalker.Walk(node, child => Enter(child, names));
        return names;
    }

    private static bool Enter(SyntaxNode node, HashSet<string> names)
    {
        switch (node)
        {
            case SomeExpression some:
                VariableCollector.AddTo(names, some.Symbols.AsSpan());
                return true;
            case TermExpression statement when SpecialCalls.IsAssignment(statement, out var call):
                VariableCollector.AddTo(names, call.Arguments[0]);
                return true;
            case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm or LogicalExpression or NotBodyExpression:
                return false;
            default:
                return true;
        }
    }
}
