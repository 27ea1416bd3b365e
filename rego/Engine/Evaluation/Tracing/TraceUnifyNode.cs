using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Tracing;
using Rego.Trees;

namespace Rego.Evaluation.Tracing;

/// <summary>Tells that two terms are unified.</summary>
/// <param name="left">One side.</param>
/// <param name="right">The other side.</param>
/// <param name="template">What is known at the place.</param>
internal sealed class TraceUnifyNode(TraceSide left, TraceSide right, TracePoint template) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        Tell(frame, left.Show(frame), right.Show(frame), template);
        return Next.Execute(frame);
    }

    internal static void Tell(Frame frame, Term left, Term right, TracePoint template)
    {
        if (frame.Context.Trace.IsOn)
        {
            var node = new TermExpression(default, new CallTerm(default, new VarTerm(default, SpecialCalls.Unify), [left, right], isInfix: true), isNegated: false, []);
            frame.Context.Trace.Emit(TraceOperation.Unify, template with { Node = node }, frame);
        }
    }
}
