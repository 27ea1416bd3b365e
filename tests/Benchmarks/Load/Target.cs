namespace Benchmarks.Load;

/// <summary>Something in front of the worker.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Process">The program.</param>
/// <param name="Url">Where it listens.</param>
internal sealed record Target(string Name, Child Process, string Url);
