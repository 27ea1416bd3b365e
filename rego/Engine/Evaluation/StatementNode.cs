namespace Rego.Evaluation;

/// <summary>
/// A planned statement. Executing it runs <see cref="Next"/> once for each of its solutions, so the last node of a body sees
/// every solution of the whole. Immutable after planning and shared by all threads.
/// </summary>
internal abstract class StatementNode
{
    /// <summary>What follows; set once, while planning.</summary>
    internal StatementNode Next { get; set; } = null!;

    /// <summary>Runs the statement and all that follows.</summary>
    /// <returns>True where no further solution is wanted.</returns>
    internal abstract bool Execute(Frame frame);
}
