namespace Gateway.Contract.Audit;

/// <summary>What the verification of a log came to.</summary>
public enum LogStatus
{
    /// <summary>Every record is there, in its place, unchanged.</summary>
    Intact,

    /// <summary>
    /// Every record under a checkpoint is intact; behind them the file ends in the middle of a record, as a crash leaves it (or as a
    /// record looks while it is being written). The writer repairs that at its next start and records the repair.
    /// </summary>
    Torn,

    /// <summary>Something was changed, removed, added or moved, or the log can't be read.</summary>
    Tampered,
}
