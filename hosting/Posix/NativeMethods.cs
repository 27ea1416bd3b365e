using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Hosting.Posix;

/// <summary>The calls of the C library that .NET has no equal for.</summary>
internal static class NativeMethods
{
    private const string Library = "libc";

    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Open(byte[] path, int flags, int mode);

    [DllImport(Library, EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern SafeFileHandle OpenHandle(byte[] path, int flags, uint mode);

    [DllImport(Library, EntryPoint = "faccessat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int AccessAt(int directory, byte[] path, int mode, int flags);

    [DllImport(Library, EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Close(int descriptor);

    [DllImport(Library, EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Fsync(int descriptor);

    [DllImport(Library, EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Fsync(SafeFileHandle file);

    [DllImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Fdatasync(SafeFileHandle file);

    [DllImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Ftruncate(SafeFileHandle file, long length);

    [DllImport(Library, EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Syncfs(int descriptor);

    [DllImport(Library, EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Statx(int directory, byte[] path, int flags, uint mask, byte[] buffer);

    /// <returns>The buffer's address, or 0.</returns>
    [DllImport(Library, EntryPoint = "realpath", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint RealPath(byte[] path, byte[] resolved);

    [DllImport(Library, EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Statx(SafeFileHandle file, byte[] path, int flags, uint mask, byte[] buffer);

    [DllImport(Library, EntryPoint = "renameat2", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int RenameAt2(int fromDirectory, byte[] from, int toDirectory, byte[] to, uint flags);

    [DllImport(Library, EntryPoint = "symlink", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Symlink(byte[] target, byte[] path);

    [DllImport(Library, EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern uint GetEffectiveUserId();

    [DllImport(Library, EntryPoint = "getegid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern uint GetEffectiveGroupId();

    [DllImport(Library, EntryPoint = "lchown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Lchown(byte[] path, uint owner, uint group);

    /// <returns>The attribute's size in bytes; -1 where there is none, or for an error.</returns>
    [DllImport(Library, EntryPoint = "lgetxattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint LGetXattr(byte[] path, byte[] name, byte[] value, nuint size);

    [DllImport(Library, EntryPoint = "statvfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Statvfs(byte[] path, byte[] buffer);

    [DllImport(Library, EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern uint Umask(uint mask);

    [DllImport(Library, EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Prctl(int option, nuint two, nuint three, nuint four, nuint five);

    /// <returns>How many groups there are; -1 where the list is too short for them.</returns>
    [DllImport(Library, EntryPoint = "getgrouplist")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetGroupList(byte[] user, uint group, uint[] groups, ref int count);

    /// <returns>0 or the system's error; where there is no such user, 0 and a zero result.</returns>
    [DllImport(Library, EntryPoint = "getpwnam_r")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetUserByName(byte[] name, byte[] entry, byte[] buffer, nuint length, out nint result);

    [DllImport(Library, EntryPoint = "getpwuid_r")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetUserById(uint id, byte[] entry, byte[] buffer, nuint length, out nint result);

    [DllImport(Library, EntryPoint = "getgrnam_r")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetGroupByName(byte[] name, byte[] entry, byte[] buffer, nuint length, out nint result);

    [DllImport(Library, EntryPoint = "getgrgid_r")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int GetGroupById(uint id, byte[] entry, byte[] buffer, nuint length, out nint result);
}
