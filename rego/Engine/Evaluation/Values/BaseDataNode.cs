using Rego.Evaluation.Documents;
using Rego.Values;

namespace Rego.Evaluation.Values;

/// <summary>A place in the base document that no rule touches: walked once while planning, and again only under a <c>with</c>.</summary>
internal sealed class BaseDataNode(RegoObject data, RegoValue[] path) : ValueNode
{
    private readonly RegoValue _value = BaseData.Walk(data, path);

    internal override RegoValue Evaluate(Frame frame)
    {
        var context = frame.Context;
        return context.Scope.ReplacedPaths is null ? _value : context.Resolve(path);
    }
}
