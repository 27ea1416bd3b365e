namespace Gateway.Contract.Audit;

/// <summary>What is wrong with a log, and where.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Record">The number of the first record that is affected, from 0; -1 where it is not about records.</param>
/// <param name="File">The file's name; null where it is about one that is missing.</param>
/// <param name="Offset">Where in the file, in bytes.</param>
/// <param name="Message">For people.</param>
public sealed record LogProblem(LogProblemKind Kind, long Record, string? File, long Offset, string Message);
