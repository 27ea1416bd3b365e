using Gateway.Hosting.Audit;
using Gateway.Hosting.Settings;

namespace Deployer.Hosting;

/// <summary>Opens the deployer's own audit log.</summary>
internal static class AuditLog
{
    /// <summary>Opens the log, or begins one, and records the start.</summary>
    /// <exception cref="ConfigurationException">It cannot be written, or is not what was sealed.</exception>
    public static TamperEvidentLog Open(AuditOptions options, StateFolder state, TimeProvider time, ILogger<TamperEvidentLog> logger)
    {
        try
        {
            return TamperEvidentLog.Open(options, state.Path, typeof(AuditLog).Assembly, time, logger);
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException($"Deployer:{e.Message}");
        }
    }
}
