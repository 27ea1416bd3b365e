using System.Security.Cryptography;
using System.Text;
using Gateway.Hosting.Posix;

namespace Gateway.Hosting.Revisions.Directories;

/// <summary>
/// Looks at a directory of policies. The directory itself may be a link; a link below it is followed where it stays inside, which
/// is how Kubernetes mounts a directory that it replaces in one step. Nothing is opened, so nothing blocks.
/// </summary>
internal sealed class DirectoryScanner
{
    // What stands for bytes that are no text in a decoded name.
    private const char NotUtf8 = '\uFFFD';
    private const int MaxTold = 200;

    private readonly List<ScannedFile> _files = [];
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly IncrementalHash _stamp = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _root;
    private long _newestChange;
    private long _totalBytes;
    private int _entries;

    private DirectoryScanner(string root) => _root = root;

    /// <summary>Looks at a directory. What stands in the way is among the faults, never thrown.</summary>
    public static DirectoryScan Scan(string directory)
    {
        var root = FindRoot(directory, out var fault);
        if (root is null)
        {
            return new DirectoryScan([], [fault], fault, DateTimeOffset.MinValue);
        }

        var scanner = new DirectoryScanner(root);
        using (scanner._stamp)
        {
            scanner.Walk(root, prefix: "", depth: 0);
            return scanner.ToScan();
        }
    }

    private static string? FindRoot(string directory, out string fault)
    {
        // Without the path, which anyone may see in the status and whoever configures it knows.
        fault = "the directory of policies is not there";
        try
        {
            var root = PosixFiles.RealPath(directory);
            if (root is not null && PosixFiles.Find(root)?.Type == FileType.Directory)
            {
                return root;
            }

            fault = root is null ? fault : "what stands in place of the directory of policies is none";
        }
        catch (IOException e)
        {
            fault = $"the directory of policies: {e.Message}";
        }

        return null;
    }

    private DirectoryScan ToScan()
    {
        _files.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        Note(string.Join('\n', _faults), default);
        return new DirectoryScan(
            _files,
            [.. _faults.Take(DirectoryLimits.MaxFaults)],
            Convert.ToHexStringLower(_stamp.GetHashAndReset()),
            DateTimeOffset.UnixEpoch.AddTicks(_newestChange / TimeSpan.NanosecondsPerTick));
    }

    private void Walk(string directory, string prefix, int depth)
    {
        if (depth > DirectoryLimits.MaxDepth)
        {
            AddFault(prefix, $"directories are nested more than {DirectoryLimits.MaxDepth} deep, or a link leads back into itself");
            return;
        }

        foreach (var name in NamesIn(directory, prefix))
        {
            if (++_entries > DirectoryLimits.MaxEntries || _files.Count > DirectoryLimits.MaxFiles || _faults.Count > DirectoryLimits.MaxFaults)
            {
                AddFault(prefix + name, $"more than {DirectoryLimits.MaxEntries} entries, {DirectoryLimits.MaxFiles} files, or faults to tell of");
                return;
            }

            Visit(Path.Combine(directory, name), prefix + name, depth);
        }
    }

    private List<string> NamesIn(string directory, string prefix)
    {
        try
        {
            var names = Directory.EnumerateFileSystemEntries(directory)
                .Select(path => Path.GetFileName(path))
                .Where(name => !PolicyNames.IsHidden(name, isAtRoot: prefix.Length == 0))
                .Take(DirectoryLimits.MaxEntries + 1)
                .ToList();
            names.Sort(string.CompareOrdinal);
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Away meanwhile, or not ours to read: the next look tells which.
            AddFault(prefix, "the directory cannot be read");
            return [];
        }
    }

    private void Visit(string path, string name, int depth)
    {
        try
        {
            if (PosixFiles.Find(path) is { } status)
            {
                Visit(path, name, status, depth);
            }
            else if (name.Contains(NotUtf8, StringComparison.Ordinal))
            {
                // Listed, and not to be found under what the name decodes to: it would be passed over, whatever it denies.
                AddFault(name, "its name is not UTF-8");
            }
        }
        catch (IOException e)
        {
            AddFault(name, e.Message);
        }
    }

    private void Visit(string path, string name, FileStatus status, int depth)
    {
        switch (status.Type)
        {
            case FileType.Directory:
                if (PolicyNames.HasEnding(name))
                {
                    AddFault(name, "it is a directory, and is named as a file of rules or data is");
                }

                NoteDirectory(name, status);
                Walk(path, name + "/", depth + 1);
                break;
            case FileType.SymbolicLink:
                Follow(path, name, status, depth);
                break;
            default:
                TakeFile(path, name, status);
                break;
        }
    }

    private void Follow(string path, string name, FileStatus link, int depth)
    {
        Note(name, link);
        if (PosixFiles.RealPath(path) is not { } real || PosixFiles.Find(real) is not { } target)
        {
            AddFault(name, "the link leads nowhere");
        }
        else if (target.Type != FileType.Directory && !PolicyNames.IsPart(name))
        {
            // Whatever it is, it is no part of the revision.
        }
        else if (!real.StartsWith(_root + "/", StringComparison.Ordinal))
        {
            AddFault(name, real == _root ? "the link leads back to the directory itself" : "the link leads out of the directory");
        }
        else
        {
            Visit(real, name, target, depth);
        }
    }

    private void TakeFile(string path, string name, FileStatus status)
    {
        if (!PolicyNames.IsPart(name))
        {
            return;
        }

        Note(name, status);
        _totalBytes += status.Size;
        if (FindFault(path, name, status) is { } fault)
        {
            AddFault(name, fault);
        }
        else
        {
            _names.Add(path, name);
            _files.Add(new ScannedFile(name, path, status));
        }
    }

    private string? FindFault(string path, string name, FileStatus status)
    {
        if (status.Type != FileType.Regular)
        {
            return "it is not a regular file; a FIFO, socket or device cannot be part of a revision";
        }

        if (name.Any(char.IsControl) || name.Contains(NotUtf8, StringComparison.Ordinal))
        {
            return "its name has control characters, or is not UTF-8";
        }

        // The name says whether a file is a module, a test or data, and the place where data belong: under a second one it would be
        // something else, and what it is under the first one could be lost.
        if (_names.TryGetValue(path, out var other))
        {
            return $"it is the same file as {Printable(other)}; each file can stand in a revision once";
        }

        return status.Size > DirectoryLimits.MaxFileBytes || _totalBytes > DirectoryLimits.MaxTotalBytes
            ? $"a file has at most {DirectoryLimits.MaxFileBytes} bytes, all together at most {DirectoryLimits.MaxTotalBytes}"
            : null;
    }

    // Of a directory its identity counts and not its times: hidden files that come and go do not make it another.
    private void NoteDirectory(string name, FileStatus status)
    {
        _newestChange = Math.Max(_newestChange, status.Changed);
        Note(name, new FileStatus(status.Type, 0, 0, 0, 0, status.Device, status.Inode, 0, 0));
    }

    private void Note(string name, FileStatus status)
    {
        _newestChange = Math.Max(_newestChange, status.Changed);
        _stamp.AppendData(Encoding.UTF8.GetBytes(
            $"{name}\0{(int)status.Type} {status.Permissions} {status.Owner} {status.Size} {status.Device} {status.Inode} {status.Modified} {status.Changed}\n"));
    }

    private void AddFault(string name, string fault) => _faults.Add($"{(name.Length == 0 ? "." : Printable(name.Length <= MaxTold ? name : name[..MaxTold] + "…"))}: {fault}");

    private static string Printable(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));
}
