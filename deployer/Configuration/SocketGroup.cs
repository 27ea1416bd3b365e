using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

namespace Deployer.Configuration;

/// <summary>The group that reaches the deployer's socket.</summary>
internal static class SocketGroup
{
    /// <summary>The key that names it.</summary>
    public const string Key = "Deployer:Socket:Group";

    /// <summary>The group; null where none does.</summary>
    /// <exception cref="ConfigurationException">The system knows no group of the configured name.</exception>
    public static uint? Find(DeployerOptions options) => IsNobody(options) ? null : Of(options);

    /// <summary>Whether the socket is its owner's only: in development, where no group is named.</summary>
    public static bool IsNobody(DeployerOptions options) => options.Development && options.SocketGroup.Length == 0;

    /// <summary>The group that is named, or else that of the socket's directory, or else the process's own.</summary>
    /// <exception cref="ConfigurationException">The system knows no group of the configured name.</exception>
    public static uint Of(DeployerOptions options)
    {
        if (options.SocketGroup.Length > 0)
        {
            return Accounts.FindGroup(options.SocketGroup)
                ?? throw new ConfigurationException($"The key '{Key}' holds '{options.SocketGroup}'; valid is the name or the id of a group that this system knows.");
        }

        return PosixFiles.Find(Path.GetDirectoryName(options.Socket)!)?.Group ?? PosixFiles.GroupId;
    }
}
