namespace Gateway.Hosting.Posix;

/// <summary>One entry of an access control list.</summary>
/// <param name="Tag">To whom it grants something.</param>
/// <param name="Id">Which user or group, where it names one.</param>
/// <param name="Rights">What it grants, of read (4), write (2) and execute (1).</param>
internal readonly record struct AccessEntry(AccessTag Tag, uint Id, int Rights)
{
    /// <value>How <c>setfacl</c> names whom it is about.</value>
    public string Name => Tag switch
    {
        AccessTag.User => $"u:{Accounts.UserName(Id)}",
        AccessTag.OwningGroup => "g:",
        _ => $"g:{Accounts.GroupName(Id)}",
    };
}
