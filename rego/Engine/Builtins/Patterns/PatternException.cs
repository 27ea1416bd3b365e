namespace Rego.Builtins.Patterns;

/// <summary>A pattern from outside does not follow its syntax, or is beyond the bounds.</summary>
internal sealed class PatternException(string message) : Exception(message);
