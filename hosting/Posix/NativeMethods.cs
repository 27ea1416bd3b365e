using System.Runtime.InteropServices;

namespace Gateway.Hosting.Posix;

/// <summary>The calls of the C library that .NET has no equal for.</summary>
internal static class NativeMethods
{
    private const string Library = "libc";

    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Open(byte[] path, int flags, int mode);

    [DllImport(Library, EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Close(int descriptor);

    [DllImport(Library, EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Fsync(int descriptor);

    [DllImport(Library, EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Syncfs(int descriptor);

    [DllImport(Library, EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Statx(int directory, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport(Library, EntryPoint = "renameat2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int RenameAt2(int fromDirectory, byte[] from, int toDirectory, byte[] to, uint flags);

    [DllImport(Library, EntryPoint = "symlink", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Symlink(byte[] target, byte[] path);

    [DllImport(Library, EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern uint GetEffectiveUserId();
}
