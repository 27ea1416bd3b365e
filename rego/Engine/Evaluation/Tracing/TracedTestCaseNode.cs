using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Values;

namespace Rego.Evaluation.Tracing;

/// <summary>Tells that a table of tests has reached a case.</summary>
/// <param name="call">The call that stands for it.</param>
/// <param name="parts">What the case is named after.</param>
internal sealed class TracedTestCaseNode(CallTerm call, ValueNode parts) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var value = parts.Evaluate(frame);
        if (!value.IsDefined)
        {
            return false;
        }

        var told = new CallTerm(default, call.Operator, [ValueTerms.Of(value)], isInfix: false);
        frame.Context.Trace.TestCase(new TermExpression(default, told, isNegated: false, []));
        return Next.Execute(frame);
    }
}
