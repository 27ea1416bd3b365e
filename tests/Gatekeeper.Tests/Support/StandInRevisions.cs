using System.Security.Cryptography;
using System.Text;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;

namespace Gatekeeper.Tests.Support;

/// <summary>Says what a test wants about revisions, and keeps the files that it is given.</summary>
internal sealed class StandInRevisions : IRevisionStatus, IRevisionArchive
{
    public const string Taken = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    public const string Refused = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

    public static readonly DateTimeOffset Since = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, byte[]> _contents = [];

    public RevisionStatus Status { get; set; } = new(Taken, 7, Since, null);

    public Dictionary<string, ArchivedRevision> Kept { get; } = [];

    public Exception? Failure { get; set; }

    public void Keep(string revision, IReadOnlyList<string> faults, params (string Path, byte[] Content)[] files)
    {
        foreach (var (_, content) in files)
        {
            _contents[Digest(content)] = content;
        }

        Kept[revision] = new ArchivedRevision(
            revision, 7, Since, faults, [.. files.Select(file => new ArchivedFile(file.Path, file.Content.Length, Digest(file.Content)))]);
    }

    public ArchivedRevision? Find(string revision) => Failure is null ? Kept.GetValueOrDefault(revision) : throw Failure;

    public byte[] Read(ArchivedFile file) => _contents[file.Digest];

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
