namespace Gateway.Hosting.Revisions;

/// <summary>Where it is recorded which policies a program took into use, and which it refused.</summary>
public interface IRevisionLog
{
    /// <summary>Records that a revision is taken. It decides nothing before this is on stable storage.</summary>
    /// <param name="next">The revision.</param>
    /// <param name="previous">The one that was in use, by name; null at the start.</param>
    /// <exception cref="IOException">It could not be recorded.</exception>
    void RecordTaken(ActiveRevision next, string? previous);

    /// <summary>Records that policies are refused.</summary>
    /// <param name="refusal">What was found, and what is wrong with it.</param>
    /// <param name="current">The revision that stays in use, by name; null at the start.</param>
    /// <exception cref="IOException">It could not be recorded.</exception>
    void RecordRefused(RevisionRefusal refusal, string? current);
}
