namespace Gateway.Hosting.Posix;

/// <summary>What a path is for, and so what must hold of it before it is used.</summary>
public enum PathKind
{
    /// <summary>A file that only the process's user may know: others neither read nor write it, its own group may read it.</summary>
    Secret,

    /// <summary>A file that says whom or what to trust: others do not write it.</summary>
    Trusted,

    /// <summary>A directory in which others make, replace and remove nothing.</summary>
    Directory,

    /// <summary>A directory of the process's own user, in which others make, replace and remove nothing; where they may enter it, nothing in it is theirs to write.</summary>
    OwnDirectory,

    /// <summary>A directory and everything in it, of which others write nothing.</summary>
    Tree,

    /// <summary>A directory of another program's user, where its socket stands: whoever owns it, no third one puts a socket there.</summary>
    MeetingPlace,
}
