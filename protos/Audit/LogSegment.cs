namespace Gateway.Contract.Audit;

/// <summary>One file of records.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="FirstSequence">The number of its first record.</param>
public sealed record LogSegment(string Path, long FirstSequence);
