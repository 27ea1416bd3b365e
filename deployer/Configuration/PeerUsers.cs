using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;
using Gateway.Hosting.Text;

namespace Deployer.Configuration;

/// <summary>Which users of the operating system may connect. The kernel says who does, so these ids decide, and nothing that a peer says.</summary>
internal static class PeerUsers
{
    private const string Key = "Deployer:AllowedPeerUsers";
    private const uint Root = 0;
    private const string TwoUsers = "Run the gatekeeper and the deployer as two users that share one group for the socket (examples/deployment/README.md), "
        + "and name the gatekeeper's here; on a developer's machine, Deployer:Development=true allows one user for both.";

    /// <summary>The ids of the configured users.</summary>
    /// <exception cref="ConfigurationException">A user is not known or never allowed, none is named, or it is the deployer's own outside development.</exception>
    public static IReadOnlySet<uint> Resolve(DeployerOptions options)
    {
        if (options.AllowedPeerUsers.Count == 0)
        {
            return options.Development
                ? new HashSet<uint> { PosixFiles.UserId }
                : throw new ConfigurationException($"The key '{Key}' names nobody, so only the deployer's own user '{Accounts.UserName(PosixFiles.UserId)}' could connect, which must not be the gatekeeper's. {TwoUsers}");
        }

        var ownGroup = OwnGroup(options);
        return options.AllowedPeerUsers.Select((user, i) => Resolve($"{Key}:{i}", user, options.Development, ownGroup)).ToHashSet();
    }

    /// <summary>The deployer's own group, which may read its keys, and which no peer may have; null in development, and where it is the one that they share.</summary>
    /// <exception cref="ConfigurationException">The system knows no group of the configured name.</exception>
    public static uint? OwnGroup(DeployerOptions options) =>
        options.Development || PosixFiles.GroupId == SocketGroup.Find(options) || PosixFiles.GroupId == Accounts.Nobody ? null : PosixFiles.GroupId;

    private static uint Resolve(string key, string user, bool isDevelopment, uint? ownGroup)
    {
        var id = Accounts.FindUser(user) ?? throw new ConfigurationException($"The key '{key}' holds '{user}'; valid is the name or the id of a user that this system knows.");
        Setting.Require(!Accounts.IsNobody(id), key, user, "a user of the gatekeeper's own: 'nobody' is whoever the kernel cannot name");
        if (!isDevelopment && id == PosixFiles.UserId)
        {
            var own = Accounts.UserName(id);
            throw new ConfigurationException($"The key '{key}' lets in '{own}' ({id}), and the deployer itself runs as '{own}' ({id}): who has the one user has the other's memory and files. {TwoUsers}");
        }

        Setting.Require(isDevelopment || id != Root, key, user, "a user without root's rights: root reads the deployer's files anyway");
        if (ownGroup is { } group && Accounts.IsInGroup(id, group))
        {
            var name = Accounts.GroupName(group);
            throw new ConfigurationException(
                $"The key '{key}' lets in '{user}', who is in the deployer's own group '{name}', which may read its keys; mend it with: gpasswd -d {ShellText.Quote(Accounts.UserName(id))} {ShellText.Quote(name)}, or another primary group for one of the two");
        }

        return id;
    }
}
