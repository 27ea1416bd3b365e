namespace Deployer.Secrets;

/// <summary>The secret store cannot be used, or has no such secret. The message names no value.</summary>
internal sealed class SecretStoreException(string message, Exception? inner = null) : Exception(message, inner);
