using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Revisions.Archive;

/// <summary>
/// Keeps the files of every revision that was in use, for as long as records name them, and those of the last refused ones. Contents
/// are kept once, by digest; a list for each revision names them. All of it is private to the program's own user.
/// </summary>
public sealed class RevisionArchive : IRevisionArchive
{
    /// <summary>Its directory's name in the state directory.</summary>
    public const string DirectoryName = "revisions";

    private const int MaxRefused = 20;
    private const long MaxRefusedBytes = 256L << 20;
    private const string DigestPrefix = "sha256:";

    private static readonly SearchValues<char> LowerHexadecimal = SearchValues.Create("0123456789abcdef");

    private readonly string _contents;
    private readonly string _taken;
    private readonly string _refused;

    /// <summary>Opens the archive, and makes its directories where they are not there.</summary>
    /// <param name="directory">Its directory.</param>
    /// <exception cref="IOException">It cannot be used.</exception>
    public RevisionArchive(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        (_contents, _taken, _refused) = (Path.Combine(directory, "contents"), Path.Combine(directory, "taken"), Path.Combine(directory, "refused"));
        foreach (var path in new[] { directory, _contents, _taken, _refused })
        {
            PrivateFile.CreateDirectory(path);
        }
    }

    /// <inheritdoc/>
    public ArchivedRevision? Find(string revision) =>
        HexOf(revision) is { } hex ? Load(ListPath(_taken, hex)) ?? Load(ListPath(_refused, hex)) : null;

    /// <inheritdoc/>
    public byte[] Read(ArchivedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var content = File.ReadAllBytes(ContentPath(file.Digest));
        return Digest(content) == file.Digest
            ? content
            : throw new IOException($"What is kept of {file.Path} is not what was kept: its digest is not {file.Digest}.");
    }

    /// <summary>When a revision was taken into use last; null where it never was.</summary>
    public DateTimeOffset? LastTaken(string revision) =>
        HexOf(revision) is { } hex && new FileInfo(ListPath(_taken, hex)) is { Exists: true } list ? list.LastWriteTimeUtc : null;

    /// <summary>The revisions that were refused last, the oldest first.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    internal IReadOnlyList<string> RefusedRevisions() =>
        [.. RefusedLists().OrderBy(list => list.LastWriteTimeUtc).Select(list => DigestPrefix + Path.GetFileNameWithoutExtension(list.Name))];

    /// <summary>Keeps a revision that is taken into use.</summary>
    /// <exception cref="IOException">It could not be kept.</exception>
    internal void KeepTaken(RevisionContent content, long? serial, DateTimeOffset time) => Keep(_taken, content, serial, time, []);

    /// <summary>Keeps a revision that is refused, in place of the oldest ones where there are too many.</summary>
    /// <exception cref="IOException">It could not be kept.</exception>
    internal void KeepRefused(RevisionContent content, DateTimeOffset time, IReadOnlyList<string> faults)
    {
        if (content.Files.Sum(file => (long)file.Content.Length) <= MaxRefusedBytes)
        {
            Keep(_refused, content, serial: null, time, faults);
            Prune();
        }
    }

    private void Keep(string lists, RevisionContent content, long? serial, DateTimeOffset time, IReadOnlyList<string> faults)
    {
        var list = ListPath(lists, HexOf(content.Digest)!);
        if (File.Exists(list))
        {
            File.SetLastWriteTimeUtc(list, time.UtcDateTime);
            return;
        }

        var files = content.Files.Select(file => new ArchivedFile(file.Path, file.Content.Length, Keep(file.Content))).ToList();
        var kept = new ArchivedRevision(content.Digest, serial, time, faults, files);
        PrivateFile.Write(list, JsonSerializer.SerializeToUtf8Bytes(kept, ArchiveJson.Default.ArchivedRevision), durable: true);
        File.SetLastWriteTimeUtc(list, time.UtcDateTime);
    }

    private string Keep(byte[] content)
    {
        var digest = Digest(content);
        var path = ContentPath(digest);
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, content, durable: true);
        }

        return digest;
    }

    private void Prune()
    {
        var bytes = 0L;
        var count = 0;
        var isPruned = false;
        foreach (var list in RefusedLists().OrderByDescending(file => file.LastWriteTimeUtc))
        {
            bytes += Load(list.FullName)?.Files.Sum(file => file.Size) ?? 0;
            if (++count > MaxRefused || (bytes > MaxRefusedBytes && count > 1))
            {
                list.Delete();
                isPruned = true;
            }
        }

        if (isPruned)
        {
            RemoveUnnamed();
        }
    }

    private IEnumerable<FileInfo> RefusedLists() => new DirectoryInfo(_refused).EnumerateFiles("*.json");

    private void RemoveUnnamed()
    {
        var named = new[] { _taken, _refused }
            .SelectMany(lists => Directory.EnumerateFiles(lists, "*.json"))
            .SelectMany(list => Load(list)?.Files ?? throw new IOException($"{list} is gone."))
            .Select(file => file.Digest)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var content in Directory.EnumerateFiles(_contents).Where(path => !named.Contains(Path.GetFileName(path))))
        {
            File.Delete(content);
        }
    }

    private static ArchivedRevision? Load(string list)
    {
        try
        {
            return File.Exists(list) ? JsonSerializer.Deserialize(File.ReadAllBytes(list), ArchiveJson.Default.ArchivedRevision) : null;
        }
        catch (JsonException e)
        {
            throw new IOException($"{list} is not a list of a revision's files: {JsonFault.Describe(e)}", e);
        }
    }

    private static string? HexOf(string revision) =>
        revision.Length == DigestPrefix.Length + 64 && revision.StartsWith(DigestPrefix, StringComparison.Ordinal)
        && !revision.AsSpan(DigestPrefix.Length).ContainsAnyExcept(LowerHexadecimal)
            ? revision[DigestPrefix.Length..]
            : null;

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string ListPath(string lists, string hex) => Path.Combine(lists, hex + ".json");

    private string ContentPath(string digest) => Path.Combine(_contents, digest);
}
