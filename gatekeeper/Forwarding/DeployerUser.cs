using Gateway.Hosting.Posix;

namespace Gatekeeper.Forwarding;

/// <summary>Which user the deployer may be: another than the gatekeeper's, outside development, and never the one that stands for nobody.</summary>
internal sealed class DeployerUser
{
    private readonly bool _isDevelopment;
    private readonly uint _own;

    /// <summary>Judges by the process's own user.</summary>
    public DeployerUser(bool isDevelopment)
        : this(isDevelopment, PosixFiles.UserId)
    {
    }

    internal DeployerUser(bool isDevelopment, uint own) => (_isDevelopment, _own) = (isDevelopment, own);

    /// <summary>What is wrong with the user that listens on the socket, as the kernel names it; null where nothing is.</summary>
    public string? FindFault(uint peer)
    {
        if (Accounts.IsNobody(peer))
        {
            return $"the process that listens on Gatekeeper:Deployer:Socket runs as '{Accounts.UserName(peer)}' ({peer}), which is whoever the kernel cannot name. "
                + "Run the deployer as a user of its own that the gatekeeper's system knows.";
        }

        if (peer != _own || _isDevelopment)
        {
            return null;
        }

        var name = Accounts.UserName(peer);
        return $"the deployer runs as '{name}' ({peer}), and so does the gatekeeper, '{name}' ({_own}): who has the one user has the other's memory and files. "
            + "Run them as two users that share one group for the socket (examples/deployment/README.md); on a developer's machine, Gatekeeper:Development=true allows one user for both.";
    }
}
