using Gateway.Hosting.Posix;
using Gateway.Hosting.Text;

namespace Gatekeeper.Forwarding;

/// <summary>
/// Which user the deployer may be: outside development another than the gatekeeper's, and none who is in its own group, which may read its
/// keys; and never the one that stands for nobody.
/// </summary>
internal sealed class DeployerUser
{
    private const uint Root = 0;

    private readonly bool _isDevelopment;
    private readonly uint _own;
    private readonly uint? _ownGroup;

    /// <summary>Judges by the process's own user and group.</summary>
    /// <param name="isDevelopment">Whether one user for both will do.</param>
    /// <param name="sharedGroup">The group of the socket, which may read no key.</param>
    public DeployerUser(bool isDevelopment, uint? sharedGroup)
        : this(isDevelopment, PosixFiles.UserId, PosixFiles.GroupId == sharedGroup ? null : PosixFiles.GroupId)
    {
    }

    // The group of nobody reads no key.
    internal DeployerUser(bool isDevelopment, uint own, uint? ownGroup) => (_isDevelopment, _own, _ownGroup) = (isDevelopment, own, ownGroup == Accounts.Nobody ? null : ownGroup);

    /// <summary>What is wrong with who listens on the socket, as the kernel names it; null where nothing is.</summary>
    public string? FindFault(PeerCredentials listener)
    {
        var peer = listener.UserId;
        if (Accounts.IsNobody(peer))
        {
            return $"the process that listens on Gatekeeper:Deployer:Socket runs as '{Accounts.UserName(peer)}' ({peer}), which is whoever the kernel cannot name. "
                + "Run the deployer as a user of its own that the gatekeeper's system knows.";
        }

        if (_isDevelopment)
        {
            return null;
        }

        if (peer != _own)
        {
            return FindFaultOfGroup(peer, listener.Groups);
        }

        var name = Accounts.UserName(peer);
        return $"the deployer runs as '{name}' ({peer}), and so does the gatekeeper, '{name}' ({_own}): who has the one user has the other's memory and files. "
            + "Run them as two users that share one group for the socket (examples/deployment/README.md); on a developer's machine, Gatekeeper:Development=true allows one user for both.";
    }

    // Root reads the keys anyway. A process has the groups that it was started with: more than its user's, or those of before.
    private string? FindFaultOfGroup(uint peer, IReadOnlyCollection<uint>? groups)
    {
        if (_ownGroup is not { } group || peer == Root)
        {
            return null;
        }

        var (user, name) = (Accounts.UserName(peer), Accounts.GroupName(group));
        if (Accounts.IsInGroup(peer, group))
        {
            return $"the deployer runs as '{user}' ({peer}), who is in the gatekeeper's own group '{name}', which may read its keys; "
                + $"mend it with: gpasswd -d {ShellText.Quote(user)} {ShellText.Quote(name)}, or another primary group for one of the two, and start the deployer anew.";
        }

        if (groups is null)
        {
            return $"this system's kernel does not say which groups the deployer's process ('{user}', {peer}) has (SO_PEERGROUPS), so it may have the gatekeeper's own group '{name}', which may read its keys; "
                + "run both programs with the socket's group as the primary one.";
        }

        return groups.Contains(group)
            ? $"the deployer's process ('{user}', {peer}) was started with the gatekeeper's own group '{name}', which may read its keys; start it anew without that group."
            : null;
    }
}
