using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Gatekeeper.Hosting;

/// <summary>Says in <c>ready.json</c> where the gatekeeper listens, once it does; the file goes when the gatekeeper stops cleanly.</summary>
internal sealed class ReadyFile(StateDirectory state, IServer server)
{
    private readonly string _path = Path.Combine(state.FullPath, "ready.json");

    /// <value>The address under which this machine reaches the gatekeeper.</value>
    public string Url => Reachable(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Writes the file whole or not at all.</summary>
    public void Write()
    {
        var draft = _path + ".new";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, new Dictionary<string, object> { ["pid"] = Environment.ProcessId, ["url"] = Url });
        }

        File.Move(draft, _path, overwrite: true);
    }

    /// <summary>Deletes the file.</summary>
    public void Delete() => File.Delete(_path);

    // A wildcard address can be listened on, but not called.
    private static string Reachable(string address)
    {
        var uri = new Uri(address);
        var isWildcard = IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));
        return isWildcard ? $"https://127.0.0.1:{uri.Port}" : $"https://{uri.Host}:{uri.Port}";
    }
}
