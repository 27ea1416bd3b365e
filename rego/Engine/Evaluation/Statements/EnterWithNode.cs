namespace Rego.Evaluation.Statements;

/// <summary>Opens the view that <c>with</c> modifiers describe, for the statements up to <see cref="LeaveWithNode"/>.</summary>
internal sealed class EnterWithNode(WithReplacement[] replacements) : StatementNode
{
    internal override bool Execute(Frame frame)
    {
        var context = frame.Context;
        context.Enter();
        var scope = context.PushScope();
        foreach (var replacement in replacements)
        {
            replacement.Apply(frame, scope);
        }

        var stop = Next.Execute(frame);
        context.PopScope(scope);
        context.Leave();
        return stop;
    }
}
