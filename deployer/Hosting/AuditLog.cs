using Gateway.Hosting.Audit;
using Gateway.Hosting.Settings;
using Gateway.Hosting.State;

namespace Deployer.Hosting;

/// <summary>Opens the deployer's own audit log.</summary>
internal static class AuditLog
{
    /// <summary>Opens the log, or begins one, and records the start.</summary>
    /// <exception cref="ConfigurationException">It cannot be written, or is not what was sealed.</exception>
    public static TamperEvidentLog Open(AuditOptions options, StateDirectory state, TimeProvider time, ILogger<TamperEvidentLog> logger)
    {
        try
        {
            return TamperEvidentLog.Open(options, state.FullPath, typeof(AuditLog).Assembly, time, logger);
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException($"Deployer:{e.Message}");
        }
    }
}
