namespace Gatekeeper.Rego.Evaluation;

/// <summary>
/// The statements of a comprehension, which run in the frame around it. What they collect stands in one of the frame's states;
/// a comprehension is never active twice in one frame.
/// </summary>
internal sealed class ComprehensionBody(StatementNode entry, int state)
{
    /// <summary>Runs to the end with a new collector.</summary>
    internal T Collect<T>(Frame frame, T collector)
        where T : class
    {
        frame.Context.Budget.Step();
        frame.States[state] = collector;
        entry.Execute(frame);
        return collector;
    }
}
