using System.Net;
using Deployer.Configuration;

namespace Deployer.Artifacts.Sources;

/// <summary>HTTP servers, all reached by one client.</summary>
internal sealed class HttpSourceKind : IArtifactSourceKind, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = 32,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        // Each step has its own deadline.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes => ["http", "https"];

    /// <inheritdoc/>
    public string Valid => "an http(s) URL without query";

    /// <inheritdoc/>
    public bool IsValid(string address) => HttpAddress.IsValid(address);

    /// <inheritdoc/>
    public IArtifactSource Open(string address) => new HttpSource(address, _client);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
