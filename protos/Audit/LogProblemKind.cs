namespace Gateway.Contract.Audit;

/// <summary>The kinds of damage that the verification tells apart.</summary>
public enum LogProblemKind
{
    /// <summary>There is no log, or it can't be read.</summary>
    Unreadable,

    /// <summary>A record's content is not what was recorded.</summary>
    RecordChanged,

    /// <summary>A line is not a record, or is cut.</summary>
    RecordDamaged,

    /// <summary>One or more records are not there.</summary>
    RecordMissing,

    /// <summary>A record stands where another belongs: inserted, repeated or moved.</summary>
    RecordMisplaced,

    /// <summary>A checkpoint is not signed by the log's key, is malformed, or contradicts another.</summary>
    CheckpointDamaged,

    /// <summary>Checkpoints were removed.</summary>
    CheckpointMissing,

    /// <summary>The records are intact; the derived leaf hashes are not.</summary>
    LeafHashesDamaged,

    /// <summary>The log is not a continuation of a checkpoint that was kept elsewhere.</summary>
    Diverged,
}
