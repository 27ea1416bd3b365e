using Gateway.Hosting.Settings;

namespace Gateway.Hosting.Audit;

/// <summary>The section <c>Audit</c> of a program.</summary>
public static class AuditSection
{
    /// <summary>Opens the log that it describes.</summary>
    /// <param name="section">The program's section.</param>
    /// <param name="open">Opens.</param>
    /// <exception cref="ConfigurationException">It cannot be written, or is not what was sealed; the message says by which key, what and where.</exception>
    public static T Open<T>(string section, Func<T> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        try
        {
            return open();
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException($"{section}:{e.Message}", e);
        }
    }
}
