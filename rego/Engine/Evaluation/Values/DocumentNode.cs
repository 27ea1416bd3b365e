using Rego.Evaluation.Documents;
using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>A whole document with rules in it: a package, or <c>data</c> itself.</summary>
internal sealed class DocumentNode(DocumentPlan document) : ValueNode
{
    internal override RegoValue Evaluate(Frame frame)
    {
        var context = frame.Context;
        return document.GetValue(context, context.Resolve(document.Path));
    }
}
