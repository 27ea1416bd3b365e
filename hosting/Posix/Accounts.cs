using System.Globalization;
using System.Runtime.InteropServices;

namespace Gateway.Hosting.Posix;

/// <summary>The users and groups of the operating system, from wherever it knows them (<c>/etc/passwd</c>, systemd, a directory).</summary>
public static class Accounts
{
    /// <summary>The user that stands for nobody in particular: what the kernel says of users that it cannot name.</summary>
    public const uint Nobody = 65534;

    private const string NobodysName = "nobody";

    private const int EntrySize = 64;
    private const int IdOffset = 16;
    private const int UserGroupOffset = 20;
    private const int FirstGroups = 64;
    private const int FirstBuffer = 1024;
    private const int LargestBuffer = 1 << 20;
    private const int TooSmall = 34;

    private delegate int Lookup(byte[] entry, byte[] buffer, nuint length, out nint result);

    /// <summary>The id of a user that is given by name, or by id in digits; null where there is none of the name.</summary>
    public static uint? FindUser(string nameOrId) =>
        FindId(nameOrId, (byte[] e, byte[] b, nuint n, out nint r) => NativeMethods.GetUserByName(PosixFiles.ToNative(nameOrId), e, b, n, out r));

    /// <summary>Whether a user stands for nobody in particular: the kernel's, or the one that this system calls so.</summary>
    public static bool IsNobody(uint user) => user == Nobody || user == FindUser(NobodysName);

    /// <summary>The id of a group that is given by name, or by id in digits; null where there is none of the name.</summary>
    public static uint? FindGroup(string nameOrId) =>
        FindId(nameOrId, (byte[] e, byte[] b, nuint n, out nint r) => NativeMethods.GetGroupByName(PosixFiles.ToNative(nameOrId), e, b, n, out r));

    /// <summary>A user's name; the digits of its id where it has none.</summary>
    public static string UserName(uint id) =>
        FindName(id, (byte[] e, byte[] b, nuint n, out nint r) => NativeMethods.GetUserById(id, e, b, n, out r));

    /// <summary>A group's name; the digits of its id where it has none.</summary>
    public static string GroupName(uint id) =>
        FindName(id, (byte[] e, byte[] b, nuint n, out nint r) => NativeMethods.GetGroupById(id, e, b, n, out r));

    /// <summary>Whether a user is in a group: its primary one, or one that it is a member of. False for a user that the system does not know.</summary>
    public static bool IsInGroup(uint user, uint group)
    {
        if (Find((byte[] e, byte[] b, nuint n, out nint r) => NativeMethods.GetUserById(user, e, b, n, out r)) is not var (entry, buffer))
        {
            return false;
        }

        var name = Marshal.PtrToStringUTF8((nint)BitConverter.ToInt64(entry, 0)) ?? "";
        GC.KeepAlive(buffer);
        var count = FirstGroups;
        var groups = new uint[count];
        while (NativeMethods.GetGroupList(PosixFiles.ToNative(name), BitConverter.ToUInt32(entry, UserGroupOffset), groups, ref count) < 0 && count > groups.Length)
        {
            groups = new uint[count];
        }

        return groups.Take(count).Contains(group);
    }

    private static uint? FindId(string nameOrId, Lookup lookup)
    {
        if (nameOrId.Length > 0 && nameOrId.All(char.IsAsciiDigit))
        {
            // The last number means "no user" to system calls.
            return uint.TryParse(nameOrId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != uint.MaxValue ? id : null;
        }

        return nameOrId.Length is 0 or > 256 || nameOrId.Contains('\0', StringComparison.Ordinal) || Find(lookup) is not var (entry, _)
            ? null
            : BitConverter.ToUInt32(entry, IdOffset);
    }

    private static string FindName(uint id, Lookup lookup)
    {
        var found = Find(lookup);
        var name = found is var (entry, _) ? Marshal.PtrToStringUTF8((nint)BitConverter.ToInt64(entry, 0)) : null;
        GC.KeepAlive(found);
        return string.IsNullOrEmpty(name) ? id.ToString(CultureInfo.InvariantCulture) : name;
    }

    private static (byte[] Entry, byte[] Buffer)? Find(Lookup lookup)
    {
        for (var size = FirstBuffer; size <= LargestBuffer; size *= 4)
        {
            // Pinned: the entry holds addresses in the buffer.
            var (entry, buffer) = (new byte[EntrySize], GC.AllocateArray<byte>(size, pinned: true));
            var error = lookup(entry, buffer, (nuint)size, out var result);
            if (error != TooSmall)
            {
                return error == 0 && result != 0 ? (entry, buffer) : null;
            }
        }

        return null;
    }
}
