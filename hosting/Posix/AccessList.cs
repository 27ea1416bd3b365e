using System.Buffers.Binary;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Posix;

/// <summary>
/// What the access control list of a file grants beside its owner and everybody. Where there is one, the bits of the group in the file's mode
/// are the most that it grants, and say nothing of the group.
/// </summary>
internal sealed class AccessList
{
    /// <summary>The right to read.</summary>
    public const int Read = 4;

    /// <summary>The right to write.</summary>
    public const int Write = 2;

    /// <summary>All rights.</summary>
    public const int All = 7;

    private const int GroupBits = 0x38;
    private const uint Version = 2;
    private const int HeadSize = 4;
    private const int EntrySize = 8;

    private AccessList(IReadOnlyList<AccessEntry> entries) => Entries = entries;

    /// <value>Whom it grants something, and what of it the mask leaves.</value>
    public IReadOnlyList<AccessEntry> Entries { get; }

    /// <summary>The list of a path; null where it has none, or the mask leaves nothing of it.</summary>
    public static AccessList? Of(string path, FileStatus status) =>
        (status.Permissions & GroupBits) != 0 && PosixFiles.FindAccessList(path) is { } bytes ? Parse(bytes) : null;

    /// <summary>Parses a list: the version, and of each entry whom it is about, its rights and an id, little endian.</summary>
    internal static AccessList Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % EntrySize != HeadSize || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Version)
        {
            // What is not understood may grant everything.
            return new AccessList([new AccessEntry(AccessTag.Group, Accounts.Nobody, All)]);
        }

        var entries = new List<AccessEntry>();
        for (var at = HeadSize; at < bytes.Length; at += EntrySize)
        {
            var tag = (AccessTag)BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            entries.Add(new AccessEntry(tag, BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..])));
        }

        var mask = entries.Where(entry => entry.Tag == AccessTag.Mask).Select(entry => entry.Rights).FirstOrDefault(All);
        return new AccessList([.. entries
            .Where(entry => entry.Tag is AccessTag.User or AccessTag.OwningGroup or AccessTag.Group)
            .Select(entry => entry with { Rights = entry.Rights & mask })]);
    }

    /// <summary>The command that takes from some what they may not have, and leaves all others what they have.</summary>
    /// <param name="path">The file.</param>
    /// <param name="faults">Who has too much.</param>
    /// <param name="may">What each may have.</param>
    public static string Mend(string path, IReadOnlyList<AccessEntry> faults, Func<AccessEntry, int> may)
    {
        // Not without the list (-b): an entry keeps people out, too, of what their group or everybody has. And not with a mask made anew (no
        // -n), which would be the most that anybody in the list has, and give back what the mask takes.
        string[] parts = [.. faults.Select(entry => $"{entry.Name}:{Text(entry.Rights & may(entry))}")];
        return $"setfacl -n -m {ShellText.Quote(string.Join(',', parts))} {ShellText.Quote(path)}";
    }

    /// <summary>What it grants to a user by name, and what is given besides, as <c>setfacl</c> writes it.</summary>
    public string RightsWith(uint user, string given) => Entries.Where(entry => entry.Tag == AccessTag.User && entry.Id == user).Select(entry => entry.Rights).FirstOrDefault() is var has and not 0
        ? string.Concat("rwx".Where(right => given.Contains(right, StringComparison.Ordinal) || Text(has).Contains(right, StringComparison.Ordinal)))
        : given;

    private static string Text(int rights) => $"{((rights & Read) != 0 ? 'r' : '-')}{((rights & Write) != 0 ? 'w' : '-')}{((rights & 1) != 0 ? 'x' : '-')}";
}
