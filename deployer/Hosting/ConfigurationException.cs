namespace Deployer.Hosting;

/// <summary>The configuration cannot be used. The message names the key, the value and what would be valid.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);
