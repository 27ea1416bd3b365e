using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Hosting.Posix;

/// <summary>
/// Files whose content must last, as a log needs them and .NET does not offer them: opening for append only, <c>fdatasync</c> with every
/// error reported (the framework's flush forgives some), and the identity of a path and of an open file. Every failure is an
/// <see cref="IOException"/> that names the call, the path and the error. Unlike those of <see cref="PosixFiles"/>, directories may be
/// reached by a link: an operator may have put a log on another disk.
/// </summary>
internal static class DurableFiles
{
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4;
    private const uint OwnerReadWrite = 0x180;

    /// <summary>Opens a file for appending, and makes it (mode 0600) where it is not there.</summary>
    /// <exception cref="IOException">It can't be opened; the message names the path and the error.</exception>
    public static SafeFileHandle OpenForAppend(string path)
    {
        var handle = NativeMethods.OpenHandle(PosixFiles.ToNative(path), WriteOnly | Create | Append | CloseOnExec, OwnerReadWrite);
        return handle.IsInvalid ? throw LastError($"open {path}") : handle;
    }

    /// <summary>Puts a file's content on stable storage, and of its metadata what is needed to read it.</summary>
    /// <exception cref="IOException">The content may not be on stable storage.</exception>
    public static void SyncData(SafeFileHandle file, string path)
    {
        while (NativeMethods.Fdatasync(file) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw LastError($"fdatasync {path}");
            }
        }
    }

    /// <summary>Puts a directory's entries on stable storage.</summary>
    /// <exception cref="IOException">They may not be.</exception>
    public static void SyncDirectory(string path)
    {
        using var handle = NativeMethods.OpenHandle(PosixFiles.ToNative(path), ReadOnly | CloseOnExec, 0);
        if (handle.IsInvalid || NativeMethods.Fsync(handle) != 0)
        {
            throw LastError($"fsync {path}");
        }
    }

    /// <summary>Cuts a file to <paramref name="length"/> bytes.</summary>
    /// <exception cref="IOException">It could not be cut.</exception>
    public static void Truncate(SafeFileHandle file, long length, string path)
    {
        if (NativeMethods.Ftruncate(file, length) != 0)
        {
            throw LastError($"ftruncate {path}");
        }
    }

    /// <summary>The identity of what stands at a path now; links are not followed.</summary>
    /// <exception cref="IOException">There is nothing, or it can't be looked at.</exception>
    public static FileStatus Identify(byte[] nativePath, string path) =>
        PosixFiles.TryStatus(nativePath, out var status) ? status : throw LastError($"stat {path}");

    /// <summary>The identity of an open file.</summary>
    /// <exception cref="IOException">It can't be looked at.</exception>
    public static FileStatus Identify(SafeFileHandle file, string path) =>
        PosixFiles.TryStatus(file, out var status) ? status : throw LastError($"fstat {path}");

    private static IOException LastError(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})");
    }
}
