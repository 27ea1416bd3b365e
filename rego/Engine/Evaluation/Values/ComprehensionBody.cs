namespace Rego.Evaluation.Values;

/// <summary>
/// The statements of a comprehension, which run in the frame around it. What they collect stands in one of the frame's states;
/// a comprehension is never active twice in one frame.
/// </summary>
internal sealed class ComprehensionBody(StatementNode entry, int state)
{
    /// <summary>Runs to the end. The collector is made once a frame and used again.</summary>
    internal T Collect<T>(Frame frame)
        where T : class, new()
    {
        frame.Context.Budget.Step();
        var collector = (T)(frame.States[state] ??= new T());
        entry.Execute(frame);
        return collector;
    }
}
