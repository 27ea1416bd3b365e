namespace Gateway.Contract.Audit;

/// <summary>One line of a segment.</summary>
/// <param name="Bytes">The line without its newline; valid until the next line is read. Cut at the bound where it is too long.</param>
/// <param name="Offset">Where it begins in the segment, in bytes.</param>
/// <param name="IsTerminated">Whether a newline ends it; only the last line of a segment can be without.</param>
/// <param name="IsTooLong">Whether it is longer than a record can be.</param>
public readonly record struct LogLine(ReadOnlyMemory<byte> Bytes, long Offset, bool IsTerminated, bool IsTooLong);
