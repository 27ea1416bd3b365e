namespace Gateway.Hosting.Posix;

/// <summary>To whom an entry of an access control list grants something, by the numbers of the kernel.</summary>
internal enum AccessTag
{
    /// <summary>A user by its id.</summary>
    User = 0x02,

    /// <summary>The group that the file belongs to.</summary>
    OwningGroup = 0x04,

    /// <summary>A group by its id.</summary>
    Group = 0x08,

    /// <summary>The most that any of the others here grants.</summary>
    Mask = 0x10,
}
