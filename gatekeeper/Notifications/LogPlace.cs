namespace Gatekeeper.Notifications;

/// <summary>Where a record stands, so that it is found without counting.</summary>
/// <param name="Segment">The number of the segment's first record.</param>
/// <param name="Sequence">The record's number.</param>
/// <param name="Offset">Where it begins in the segment, in bytes.</param>
internal readonly record struct LogPlace(long Segment, long Sequence, long Offset);
