using System.Globalization;

namespace Gateway.Contract.Audit;

/// <summary>
/// The files of a log's directory. <c>records-N.jsonl</c>: the records, one line each, from record N on; a record's leaf is its line
/// without the newline. <c>leaf-hashes</c>: 32 bytes a record, derived, which let a changed record be named and proofs be made without
/// reading all. <c>checkpoints</c>: the signed checkpoints that are kept, each followed by an empty line. <c>checkpoint</c>: the last of
/// them. <c>start-N</c>: the tree of the first N records, derived, where a segment begins with record N. <c>index-N</c>: where a closed
/// segment has which decision, derived. <c>archived</c>: which segments were moved to an archive. <c>refusal</c>: why the last start
/// was refused; <c>continue</c>: that an operator wants it to go on all the same. <c>torn-…</c>, <c>set-aside-…</c>: what a start cut off or
/// moved away.
/// </summary>
public static class LogLayout
{
    /// <summary>The leaf hashes' file.</summary>
    public const string LeafHashesFile = "leaf-hashes";

    /// <summary>The file of all checkpoints.</summary>
    public const string CheckpointHistoryFile = "checkpoints";

    /// <summary>The file of the last checkpoint.</summary>
    public const string CheckpointFile = "checkpoint";

    /// <summary>The file in which a start says why it was refused.</summary>
    public const string RefusalFile = "refusal";

    /// <summary>The file in which an operator orders that a start goes on in spite of what it found.</summary>
    public const string ContinuationFile = "continue";

    /// <summary>What the names of directories begin with, to which a start moved a log that it could not continue.</summary>
    public const string SetAsidePrefix = "set-aside-";

    /// <summary>The file that the one writer holds locked.</summary>
    public const string LockFile = "lock";

    /// <summary>The longest record, in bytes, without its newline.</summary>
    public const int MaxRecordBytes = 1024 * 1024;

    internal const string StartPrefix = "start-";

    private const string SegmentPrefix = "records-";
    private const string SegmentSuffix = ".jsonl";
    private const int SequenceDigits = 20;

    /// <summary>The name of the segment that begins with record <paramref name="firstSequence"/>.</summary>
    public static string SegmentName(long firstSequence) =>
        SegmentPrefix + firstSequence.ToString(CultureInfo.InvariantCulture).PadLeft(SequenceDigits, '0') + SegmentSuffix;

    /// <summary>The name of the file with the tree of the first <paramref name="firstSequence"/> records.</summary>
    public static string StartName(long firstSequence) =>
        StartPrefix + firstSequence.ToString(CultureInfo.InvariantCulture).PadLeft(SequenceDigits, '0');

    /// <summary>The numbers of records with which segments began, as their <c>start-N</c> files say; in no order.</summary>
    public static IEnumerable<long> FindStarts(string directory) =>
        Directory.EnumerateFiles(directory, StartPrefix + "*")
            .Select(path => Path.GetFileName(path)[StartPrefix.Length..])
            .Where(digits => digits.Length == SequenceDigits)
            .Select(digits => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : -1)
            .Where(first => first >= 0);

    /// <summary>The segments of a directory, in the order of their records.</summary>
    /// <exception cref="FormatException">A file is named like a segment, but not as one of ours.</exception>
    public static IReadOnlyList<LogSegment> FindSegments(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, SegmentPrefix + "*")
            .Select(path => new LogSegment(path, ParseSegmentName(Path.GetFileName(path))))
            .OrderBy(segment => segment.FirstSequence),
    ];

    /// <summary>The segments of a log and of the archives that older ones were moved to. Where one is in both places, as a move leaves it that was interrupted, the log's own counts.</summary>
    /// <exception cref="FormatException">A file is named like a segment, but not as one of ours.</exception>
    public static IReadOnlyList<LogSegment> FindSegments(string directory, IEnumerable<string> archives) =>
    [
        .. FindSegments(directory).Concat(archives.SelectMany(FindSegments))
            .GroupBy(segment => segment.FirstSequence).Select(group => group.First()).OrderBy(segment => segment.FirstSequence),
    ];

    private static long ParseSegmentName(string name)
    {
        var digits = name.Length == SegmentPrefix.Length + SequenceDigits + SegmentSuffix.Length && name.EndsWith(SegmentSuffix, StringComparison.Ordinal)
            ? name.Substring(SegmentPrefix.Length, SequenceDigits)
            : "";
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? first
            : throw new FormatException($"The file {name} is named like a segment of the log, but is none.");
    }
}
