namespace Deployer.Secrets;

/// <summary>A source of secrets cannot be used, or has no such secret. The message names no value.</summary>
internal sealed class SecretStoreException(string message, Exception? inner = null) : Exception(message, inner);
