namespace Rego.Evaluation.Statements;

/// <summary>Goes back to the view outside, for what follows the statement that has <c>with</c> modifiers.</summary>
internal sealed class LeaveWithNode : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var context = frame.Context;
        var inner = context.Scope;
        context.Scope = inner.Parent!;
        var stop = Next.Execute(frame);
        context.Scope = inner;
        return stop;
    }
}
