namespace Gateway.Contract.Audit;

/// <summary>The result of verifying a log.</summary>
public sealed record LogVerification
{
    /// <value>What it came to.</value>
    public required LogStatus Status { get; init; }

    /// <value>The number of records that were read before the end or the first problem.</value>
    public required long Records { get; init; }

    /// <value>The newest checkpoint that the records were proven against; null where there is none.</value>
    public Checkpoint? Checkpoint { get; init; }

    /// <value>The number of checkpoints that the records were compared with.</value>
    public int CheckpointsVerified { get; init; }

    /// <value>Records behind the newest checkpoint: complete, but not yet under a signature.</value>
    public long UnsealedRecords { get; init; }

    /// <value>Bytes of an incomplete record at the end.</value>
    public long TornBytes { get; init; }

    /// <value>The first problem; null where the log is not tampered with.</value>
    public LogProblem? Problem { get; init; }

    /// <value>What is worth knowing and no problem, for people.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
