using Gateway.Hosting.Posix;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Hosting.Audit;

/// <summary>
/// A file that only this process appends to. Before each append, what stands at the path must be the open file, of the length and
/// with the times that our own last write left: a file that was deleted, renamed, replaced, cut or edited is noticed, not written to.
/// Not thread-safe, except for <see cref="Sync"/>.
/// </summary>
internal sealed class AppendFile : IDisposable
{
    /// <summary>What to do about a file that somebody else changed.</summary>
    public const string WhatToDo = "Put the file back as it was, and the log goes on by itself; where that cannot be, stop the program: its start says what is wrong, and how to go on";

    private const int RewriteBlock = 1024 * 1024;

    private readonly SafeFileHandle _file;
    private readonly LogDisk _disk;
    private readonly byte[] _nativePath;
    private FileStatus _expected;
    private bool _hasRest;

    private AppendFile(string path, SafeFileHandle file, LogDisk disk)
    {
        Path = path;
        _file = file;
        _disk = disk;
        _nativePath = PosixFiles.ToNative(path);
        _expected = DurableFiles.Identify(file, path);
    }

    public string Path { get; }

    /// <value>The length after the last whole append, in bytes.</value>
    public long Length => _expected.Size;

    /// <summary>Opens the file, or makes it, and puts its name on stable storage: whoever made it may have been killed before that.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static AppendFile Open(string path, LogDisk disk)
    {
        var file = new AppendFile(path, DurableFiles.OpenForAppend(path), disk);
        DurableFiles.SyncDirectory(System.IO.Path.GetDirectoryName(path)!);
        return file;
    }

    /// <summary>Whether somebody else touched the file without changing its length: its content must be proven before it is trusted.</summary>
    /// <exception cref="IOException">It is not there, or it is another file, or of another length.</exception>
    public bool IsTouched()
    {
        var hadRest = CutRest();
        if (!PosixFiles.TryStatus(_nativePath, out var found))
        {
            throw new IOException($"{Path} is not there any more, or cannot be looked at. {WhatToDo}");
        }

        if (!found.IsSameFile(_expected))
        {
            throw new IOException(
                $"{Path} is not the file that was written: expected inode {_expected.Inode} with {_expected.Size} bytes, found inode {found.Inode} with {found.Size} bytes. {WhatToDo}");
        }

        return hadRest || found != _expected;
    }

    /// <summary>Trusts the file as it is now, after its content was proven.</summary>
    public void Accept() => _expected = DurableFiles.Identify(_file, Path);

    /// <summary>Appends all bytes, or none: what was written of them before an error is cut off again.</summary>
    /// <exception cref="IOException">They are not in the file.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            // On a file opened for append the offset does not matter; the kernel writes at the end.
            RandomAccess.Write(_file, bytes, _expected.Size);
        }
        catch (IOException)
        {
            // Where the disk refuses this, too, the next look at the file tries it again.
            _hasRest = true;
            CutRest();
            throw;
        }

        var written = DurableFiles.Identify(_file, Path);
        if (written.Size != _expected.Size + bytes.Length)
        {
            throw new IOException($"{Path} has {written.Size} bytes where {_expected.Size + bytes.Length} were expected: somebody else writes to it. {WhatToDo}");
        }

        _expected = written;
    }

    /// <summary>Puts everything appended so far on stable storage.</summary>
    /// <exception cref="IOException">It may not be.</exception>
    public void Sync() => _disk.SyncData(_file, Path);

    /// <summary>Writes the content behind <paramref name="from"/> again in place, and puts it on stable storage; nobody appends meanwhile.</summary>
    /// <exception cref="IOException">It may not be there.</exception>
    public void Rewrite(long from)
    {
        using (var file = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            var block = new byte[Math.Min(RewriteBlock, Math.Max(0, Length - from))];
            for (var offset = from; offset < Length; offset += block.Length)
            {
                var part = block.AsSpan(0, (int)Math.Min(block.Length, Length - offset));
                if (RandomAccess.Read(file, part, offset) != part.Length)
                {
                    throw new IOException($"{Path} could not be read back after a failed sync");
                }

                RandomAccess.Write(file, part, offset);
            }

            _disk.SyncData(file, Path);
        }

        Accept();
    }

    /// <summary>Removes what stands behind <paramref name="length"/>.</summary>
    /// <exception cref="IOException">It could not be removed.</exception>
    public void CutTo(long length)
    {
        DurableFiles.Truncate(_file, length, Path);
        Accept();
    }

    public void Dispose() => _file.Dispose();

    private bool CutRest()
    {
        if (!_hasRest)
        {
            return false;
        }

        CutTo(_expected.Size);
        _hasRest = false;
        return true;
    }
}
