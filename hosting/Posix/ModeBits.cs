namespace Gateway.Hosting.Posix;

/// <summary>The bits of a file's mode, as POSIX has them.</summary>
internal static class ModeBits
{
    /// <summary>Everybody may read.</summary>
    public const int OthersRead = 0x4;

    /// <summary>Everybody may write.</summary>
    public const int OthersWrite = 0x2;

    /// <summary>All rights of everybody.</summary>
    public const int Others = 0x7;

    /// <summary>The group may read.</summary>
    public const int GroupRead = 0x20;

    /// <summary>The group may write.</summary>
    public const int GroupWrite = 0x10;

    /// <summary>The group may enter a directory.</summary>
    public const int GroupEnter = 0x8;

    /// <summary>All rights of the group.</summary>
    public const int Group = 0x38;

    /// <summary>The owner may read and write.</summary>
    public const int OwnerReadWrite = 0x180;

    /// <summary>In a directory, only its owner and that of an entry may remove the entry.</summary>
    public const int Sticky = 0x200;
}
