namespace Gateway.Hosting.Posix;

/// <summary>
/// What other processes may see of this one. A process that cannot be dumped cannot be traced, and its <c>/proc</c> entries belong to
/// root: not even a process of the same user reads its memory, its environment or its open files.
/// </summary>
public static class ProcessMemory
{
    private const int GetDumpable = 3;
    private const int SetDumpable = 4;
    private const uint OthersAndGroup = 0x3f;

    /// <value>Whether the kernel says that it is closed.</value>
    public static bool IsClosed => NativeMethods.Prctl(GetDumpable, 0, 0, 0, 0) == 0;

    /// <summary>Closes it to all but root, and the files that are made from now on to all but the process's user.</summary>
    public static void Close()
    {
        _ = NativeMethods.Umask(OthersAndGroup);
        _ = NativeMethods.Prctl(SetDumpable, 0, 0, 0, 0);
    }

    /// <summary>Lets debuggers of the same user in again, for a developer's machine.</summary>
    public static void OpenForDebuggers() => _ = NativeMethods.Prctl(SetDumpable, 1, 0, 0, 0);
}
