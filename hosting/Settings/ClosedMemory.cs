using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Settings;

/// <summary>The process's memory, as the configuration wants it.</summary>
public static class ClosedMemory
{
    /// <summary>Makes sure that it is closed to other processes, or on a developer's machine lets debuggers in.</summary>
    /// <exception cref="ConfigurationException">The kernel does not close it.</exception>
    public static void Require(bool isDevelopment)
    {
        if (isDevelopment)
        {
            ProcessMemory.OpenForDebuggers();
        }
        else if (!ProcessMemory.IsClosed)
        {
            throw new ConfigurationException("The kernel does not close this process's memory to other processes (prctl PR_SET_DUMPABLE).");
        }
    }
}
