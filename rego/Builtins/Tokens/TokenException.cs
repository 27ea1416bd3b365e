namespace Rego.Builtins.Tokens;

/// <summary>A token, a key or a constraint from outside is not what it should be.</summary>
internal sealed class TokenException(string message) : Exception(message);
