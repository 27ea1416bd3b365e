using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;

namespace Rego.Analysis.Safety;

/// <summary>What references bind: the variables among their operands, where their heads are bound.</summary>
/// <param name="safe">The variables that are bound before.</param>
internal sealed class ReferenceOutputs(IReadOnlySet<string> safe) : SyntaxWalker
{
    /// <summary>The variables that were found.</summary>
    internal HashSet<string> Names { get; } = [];

    /// <inheritdoc/>
    protected override bool Enter(SyntaxNode node)
    {
        switch (node)
        {
            case ArrayComprehensionTerm or SetComprehensionTerm or ObjectComprehensionTerm or TemplateStringTerm:
                return false;
            case RefTerm reference when Outputs.IsHeadSafe(reference, safe):
                VariableCollector.AddTo(Names, reference.Path.AsSpan(), VariableFilter.SkipReferenceHeads);
                return true;
            case RefTerm:
                return false;
            default:
                return true;
        }
    }
}
