namespace Gatekeeper.Hosting;

/// <summary>The configuration, or what it points to, stops the start; the message says which key, which value and what would be valid.</summary>
internal sealed class ConfigurationException : Exception
{
    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
