namespace Rego.Tests.Fuzzing;

/// <summary>An input for which the engine does what it never may.</summary>
internal sealed class FuzzingFind(string message) : Exception(message);
