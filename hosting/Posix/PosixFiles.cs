using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Hosting.Posix;

/// <summary>
/// Files as POSIX knows them: types without following links, durable directories, renames that replace or exchange. Linux on
/// 64-bit machines; every failure is an <see cref="IOException"/> with the system's words and no path.
/// </summary>
public static class PosixFiles
{
    private const int AtCurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const int NoFollowStat = 0x100;
    private const int MayReadMode = 4;
    private const int AsEffectiveUser = 0x200;
    private const uint StatxBasic = 0x7ff;
    private const uint Exchange = 2;
    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int NoSuchFile = 2;
    private const int PermissionDenied = 13;
    private const int NotDirectory = 20;
    private const int IsLoop = 40;
    private const int MaxPath = 4096;

    // The kernel's own bound.
    private const int MaxAttribute = 64 * 1024;

    private const int StatxSize = 256;

    // struct statvfs on 64-bit machines: eight longs and the file system's id come before the flags. Larger than any library's.
    private const int StatvfsSize = 256;
    private const int StatvfsFlags = 72;
    private const ulong ReadOnlyFlag = 1;

    private const uint KeepOwner = uint.MaxValue;

    private static readonly byte[] NoPath = [0];
    private static readonly byte[] AccessListName = [.. "system.posix_acl_access"u8, 0];

    // These two bits are swapped between x86-64 and arm64.
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    [ThreadStatic]
    private static byte[]? _statx;

    /// <value>The process's effective user id.</value>
    public static uint UserId => NativeMethods.GetEffectiveUserId();

    /// <value>The process's effective group id: that of its primary group.</value>
    public static uint GroupId => NativeMethods.GetEffectiveGroupId();

    private static int NoFollow => IsArm ? 0x8000 : 0x20000;

    private static int MustBeDirectory => IsArm ? 0x4000 : 0x10000;

    /// <summary>Whether what was refused is a matter of rights, and of nothing else that is wrong with a path.</summary>
    public static bool IsOfRights(Exception refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal is UnauthorizedAccessException || refusal.HResult == PermissionDenied;
    }

    /// <summary>The status of <paramref name="path"/> itself, a link not followed; null where there is nothing.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static FileStatus? Find(string path)
    {
        if (TryStatus(ToNative(path), out var status))
        {
            return status;
        }

        return Marshal.GetLastPInvokeError() is NoSuchFile or NotDirectory ? null : throw Error("look at a file");
    }

    /// <summary>The status of what <paramref name="path"/> leads to, all links followed; of itself where it leads nowhere, and null where there is nothing.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static FileStatus? FindTarget(string path) => Find(RealPath(path) ?? path);

    /// <summary>
    /// Opens a regular file for reading. A link is not followed and a FIFO does not block; either is refused. Null where there is nothing.
    /// </summary>
    /// <exception cref="NotRegularFileException">It is not a regular file.</exception>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static FileStream? OpenRegular(string path)
    {
        var descriptor = NativeMethods.Open(ToNative(path), ReadOnly | NoFollow | NonBlocking | CloseOnExec, 0);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError() switch
            {
                NoSuchFile => null,
                IsLoop => throw new NotRegularFileException(),
                _ => throw Error("open a file"),
            };
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (StatusOf(handle).Type == FileType.Regular)
        {
            return new FileStream(handle, FileAccess.Read, 64 * 1024);
        }

        handle.Dispose();
        throw new NotRegularFileException();
    }

    /// <summary>The status of an open file.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static FileStatus StatusOf(SafeFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return TryStatus(file, out var status) ? status : throw Error("look at an open file");
    }

    /// <summary>Where a path leads once all links in it are followed; null where it leads nowhere, or in a circle.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static string? RealPath(string path)
    {
        var resolved = new byte[MaxPath];
        if (NativeMethods.RealPath(ToNative(path), resolved) != 0)
        {
            return Encoding.UTF8.GetString(resolved, 0, Array.IndexOf(resolved, (byte)0));
        }

        return Marshal.GetLastPInvokeError() is NoSuchFile or NotDirectory or IsLoop ? null : throw Error("follow a link");
    }

    /// <summary>Makes a directory's entries durable.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static void SyncDirectory(string path) => WithDirectory(path, NativeMethods.Fsync, "make a directory durable");

    /// <summary>Makes everything on the file system of <paramref name="path"/> durable.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static void SyncFileSystem(string path) => WithDirectory(path, NativeMethods.Syncfs, "make a file system durable");

    /// <summary>Renames, replacing what stands at <paramref name="to"/>: a file or link by a file or link.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    public static void Rename(string from, string to) => Rename(from, to, 0);

    /// <summary>Exchanges the two in one step.</summary>
    /// <exception cref="IOException">The file system refuses, or cannot exchange.</exception>
    public static void Swap(string one, string other) => Rename(one, other, Exchange);

    /// <summary>Makes a symbolic link.</summary>
    /// <exception cref="IOException">The file system refuses, or something stands there.</exception>
    public static void Link(string target, string path)
    {
        if (NativeMethods.Symlink(ToNative(target), ToNative(path)) != 0)
        {
            throw Error("make a symbolic link");
        }
    }

    /// <summary>Gives a file or directory to a group that the process belongs to; its owner stays.</summary>
    /// <exception cref="IOException">The process does not belong to the group, or the file system refuses.</exception>
    public static void SetGroup(string path, uint group)
    {
        if (NativeMethods.Lchown(ToNative(path), KeepOwner, group) != 0)
        {
            throw Error("give a file to a group");
        }
    }

    /// <summary>Whether the file system of <paramref name="path"/> is mounted for reading only; false where that cannot be told.</summary>
    public static bool IsReadOnlyMount(string path)
    {
        var buffer = new byte[StatvfsSize];
        return NativeMethods.Statvfs(ToNative(path), buffer) == 0 && (MemoryMarshal.Read<ulong>(buffer.AsSpan(StatvfsFlags)) & ReadOnlyFlag) != 0;
    }

    /// <summary>Whether the process itself may read what a path leads to, by the kernel's own word: modes, groups, lists and capabilities together.</summary>
    public static bool MayRead(string path) => NativeMethods.AccessAt(AtCurrentDirectory, ToNative(path), MayReadMode, AsEffectiveUser) == 0;

    /// <summary>The access control list of a path that has more in it than its mode says, as the kernel hands it out. A file system without such lists has none.</summary>
    internal static byte[]? FindAccessList(string path)
    {
        var buffer = new byte[MaxAttribute];
        var length = NativeMethods.LGetXattr(ToNative(path), AccessListName, buffer, MaxAttribute);
        return length > 0 ? buffer[..(int)length] : null;
    }

    private static void Rename(string from, string to, uint flags)
    {
        if (NativeMethods.RenameAt2(AtCurrentDirectory, ToNative(from), AtCurrentDirectory, ToNative(to), flags) != 0)
        {
            throw Error("rename");
        }
    }

    private static void WithDirectory(string path, Func<int, int> act, string what)
    {
        var descriptor = NativeMethods.Open(ToNative(path), ReadOnly | MustBeDirectory | NoFollow | CloseOnExec, 0);
        if (descriptor < 0)
        {
            throw Error("open a directory");
        }

        var result = act(descriptor);
        var error = result == 0 ? null : Error(what);
        _ = NativeMethods.Close(descriptor);
        if (error is not null)
        {
            throw error;
        }
    }

    /// <summary>The status of a path itself, a link not followed; false, with the system's error set, where it cannot be had. Allocates nothing.</summary>
    internal static bool TryStatus(byte[] nativePath, out FileStatus status)
    {
        var buffer = _statx ??= new byte[StatxSize];
        var isThere = NativeMethods.Statx(AtCurrentDirectory, nativePath, NoFollowStat, StatxBasic, buffer) == 0;
        status = isThere ? Parse(buffer) : default;
        return isThere;
    }

    /// <summary>The status of an open file; false, with the system's error set, where it cannot be had. Allocates nothing.</summary>
    internal static bool TryStatus(SafeFileHandle file, out FileStatus status)
    {
        var buffer = _statx ??= new byte[StatxSize];
        var isThere = NativeMethods.Statx(file, NoPath, EmptyPath, StatxBasic, buffer) == 0;
        status = isThere ? Parse(buffer) : default;
        return isThere;
    }

    // struct statx is the same on every architecture: uid at 20, gid at 24, mode at 28, inode at 32, size at 40, ctime at 96, mtime at 112, device at 136.
    private static FileStatus Parse(ReadOnlySpan<byte> buffer)
    {
        var mode = Native16(buffer[28..]);
        var type = (mode & 0xf000) switch
        {
            0x8000 => FileType.Regular,
            0x4000 => FileType.Directory,
            0xa000 => FileType.SymbolicLink,
            0xc000 => FileType.Socket,
            _ => FileType.Special,
        };
        return new(
            type,
            mode & 0xfff,
            Owner: MemoryMarshal.Read<uint>(buffer[20..]),
            Group: MemoryMarshal.Read<uint>(buffer[24..]),
            Size: MemoryMarshal.Read<long>(buffer[40..]),
            Device: ((ulong)MemoryMarshal.Read<uint>(buffer[136..]) << 32) | MemoryMarshal.Read<uint>(buffer[140..]),
            Inode: MemoryMarshal.Read<ulong>(buffer[32..]),
            Modified: Nanoseconds(buffer[112..]),
            Changed: Nanoseconds(buffer[96..]));
    }

    private static long Nanoseconds(ReadOnlySpan<byte> time) =>
        (MemoryMarshal.Read<long>(time) * 1_000_000_000) + MemoryMarshal.Read<uint>(time[8..]);

    private static int Native16(ReadOnlySpan<byte> bytes) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    /// <summary>A path as system calls take it.</summary>
    /// <exception cref="IOException">It holds a zero byte, behind which the system would not look.</exception>
    internal static byte[] ToNative(string path) => path.Contains('\0')
        ? throw new IOException("A path holds a zero byte.")
        : Encoding.UTF8.GetBytes(path + '\0');

    private static IOException Error(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"Could not {what}: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }
}
