namespace Gateway.Hosting.Settings;

/// <summary>The configuration, or what it points to, stops the start; the message says which key, which value and what would be valid.</summary>
public sealed class ConfigurationException : Exception
{
    /// <param name="message">Which key, which value and what would be valid.</param>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <param name="message">Which key, which value and what would be valid.</param>
    /// <param name="innerException">What went wrong.</param>
    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
