using System.Security.Cryptography;
using Deployer.Errors;
using Gateway.Contract.Validation;
using Gateway.Hosting.Posix;

namespace Deployer.Artifacts;

/// <summary>
/// The worker's own artifacts, each a file named by its digest: what was verified is what is pushed, and rolling back needs no repository.
/// Bounded; thread-safe; a file is there whole or not at all.
/// </summary>
internal sealed class ArtifactStore
{
    private readonly string _directory;
    private readonly long _maxBytes;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _pins = new(StringComparer.Ordinal);

    /// <summary>Opens the store; makes its directory where it is not there.</summary>
    /// <param name="directory">On the file system of the work directories: what is fetched there is moved here.</param>
    /// <param name="maxBytes">The most bytes of all artifacts together.</param>
    public ArtifactStore(string directory, long maxBytes)
    {
        _directory = directory;
        _maxBytes = maxBytes;
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // What a run that was killed has moved here is used from now on, and must last from now on.
        PosixFiles.SyncDirectory(PosixFiles.RealPath(directory) ?? directory);
    }

    /// <summary>Moves a file into the store. Until the pin that is returned is disposed of, it stays there.</summary>
    /// <param name="path">The file; its digest was computed as it was written.</param>
    /// <param name="digest"><c>sha256:…</c>.</param>
    /// <param name="retention">Says what must stay, and what should; asked while nothing can be put or let go.</param>
    /// <exception cref="StepFailedException">There is no room, and nothing may go.</exception>
    /// <exception cref="IOException">The file cannot be moved.</exception>
    public IDisposable Put(string path, string digest, Func<ArtifactRetention> retention)
    {
        lock (_lock)
        {
            var pin = PinUnderLock(digest);
            try
            {
                MakeRoom(new FileInfo(path).Length, digest, retention());
                File.Move(path, PathOf(digest), overwrite: true);
                PosixFiles.SyncDirectory(PosixFiles.RealPath(_directory) ?? _directory);
                return pin;
            }
            catch
            {
                pin.Dispose();
                throw;
            }
        }
    }

    /// <summary>Keeps an artifact in the store, where it is there, until what is returned is disposed of.</summary>
    public IDisposable Pin(string digest)
    {
        lock (_lock)
        {
            return PinUnderLock(digest);
        }
    }

    /// <summary>Whether the artifact is there, and is still what its name says.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<bool> IsIntactAsync(string digest, CancellationToken cancellation)
    {
        var path = PathOf(digest);
        if (!File.Exists(path))
        {
            return false;
        }

        await using var file = File.OpenRead(path);
        return digest == "sha256:" + Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    /// <summary>Opens an artifact.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    public FileStream Open(string digest) => PosixFiles.OpenRegular(PathOf(digest)) ?? throw new IOException("The verified artifact is gone.");

    /// <summary>Removes what need not stay. What cannot be removed now goes the next time.</summary>
    /// <param name="retention">Says what stays; asked while nothing can be put or let go, so that nothing is missed between its pin and its record.</param>
    public void Trim(Func<ArtifactRetention> retention)
    {
        lock (_lock)
        {
            var stays = retention();
            foreach (var file in Files().Where(file => !stays.Keeps(DigestOf(file)) && !_pins.ContainsKey(DigestOf(file))))
            {
                Remove(file);
            }
        }
    }

    // Those that no open deployment needs go, the oldest first; rolling back to them needs the repository then.
    private void MakeRoom(long bytes, string digest, ArtifactRetention retention)
    {
        List<FileInfo> files = [.. Files().Where(file => DigestOf(file) != digest).OrderBy(file => retention.Keeps(DigestOf(file))).ThenBy(file => file.LastWriteTimeUtc)];
        var mayGo = files.Where(file => !retention.Open.Contains(DigestOf(file)) && !_pins.ContainsKey(DigestOf(file))).ToList();
        var total = files.Sum(file => file.Length) + bytes;

        // What does not fit anyway takes nothing away from others.
        if (total - mayGo.Sum(file => file.Length) > _maxBytes)
        {
            throw new StepFailedException($"The deployer's store of artifacts is full: it takes {_maxBytes} bytes (Deployer:Limits:MaxStoreBytes), and what open deployments need is not removed for these {bytes}.");
        }

        foreach (var file in mayGo.TakeWhile(_ => total > _maxBytes))
        {
            total -= file.Length;
            Remove(file);
        }
    }

    private IEnumerable<FileInfo> Files() => new DirectoryInfo(_directory).EnumerateFiles().Where(file => FieldRules.IsDigest(DigestOf(file)));

    private static void Remove(FileInfo file)
    {
        try
        {
            file.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone already, busy, or not to be removed by this program.
        }
    }

    private ArtifactPin PinUnderLock(string digest)
    {
        _pins[digest] = _pins.GetValueOrDefault(digest) + 1;
        return new ArtifactPin(this, digest);
    }

    private void Unpin(string digest)
    {
        lock (_lock)
        {
            if (--_pins[digest] == 0)
            {
                _pins.Remove(digest);
            }
        }
    }

    private static string DigestOf(FileInfo file) => "sha256:" + file.Name;

    private string PathOf(string digest) => FieldRules.IsDigest(digest)
        ? Path.Combine(_directory, digest["sha256:".Length..])
        : throw new ArgumentException("It is no digest.", nameof(digest));

    private sealed class ArtifactPin(ArtifactStore store, string digest) : IDisposable
    {
        private bool _isReleased;

        public void Dispose()
        {
            if (!_isReleased)
            {
                _isReleased = true;
                store.Unpin(digest);
            }
        }
    }
}
