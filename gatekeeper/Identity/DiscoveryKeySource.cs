using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Gatekeeper.Identity;

/// <summary>
/// A key set found by OpenID Connect discovery. When to fetch, and how long a set may serve, is decided by <see cref="IssuerKeyRing"/>:
/// a caller who names a new key waits for one fetch rather than for the next poll.
/// </summary>
internal sealed class DiscoveryKeySource(IssuerOptions issuer, IdentityOptions options, HttpClient client) : IKeySource
{
    private readonly Uri _address = new(issuer.Authority.TrimEnd('/') + "/.well-known/openid-configuration");

    /// <inheritdoc/>
    public TimeSpan PollInterval => options.KeyRefreshInterval;

    /// <inheritdoc/>
    public async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.KeyFetchTimeout);

        // The keys may be another server's than the document: what is told is the one that failed.
        var address = _address;
        try
        {
            var configuration = OpenIdConnectConfiguration.Create(await GetAsync(address, deadline.Token));
            if (configuration.Issuer != issuer.Issuer)
            {
                throw new KeyFetchException($"{_address} speaks for another issuer: it says '{configuration.Issuer}', and the key Issuer beside this Authority '{issuer.Issuer}'.");
            }

            address = KeyAddressOf(configuration);
            return await GetAsync(address, deadline.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ArgumentException or InvalidOperationException or System.Text.Json.JsonException)
        {
            throw new KeyFetchException($"{address} cannot be read: {e.GetBaseException().Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KeyFetchException($"{address} did not answer within {options.KeyFetchTimeout}.", e);
        }
    }

    /// <summary>
    /// A client that follows no redirect and reads no more than a key set can be. How long it waits is the business of who asks: a
    /// document is read whole within one bound, head and body.
    /// </summary>
    public static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            MaxResponseContentBufferSize = 256 * 1024,
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private Task<string> GetAsync(Uri address, CancellationToken cancellationToken) => client.GetStringAsync(address, cancellationToken);

    // As the authority: plain text is for loopback only.
    private Uri KeyAddressOf(OpenIdConnectConfiguration configuration) =>
        Uri.TryCreate(configuration.JwksUri, UriKind.Absolute, out var keys)
        && (keys.Scheme == Uri.UriSchemeHttps || (keys.Scheme == Uri.UriSchemeHttp && keys.IsLoopback && _address.Scheme == Uri.UriSchemeHttp))
            ? keys
            : throw new KeyFetchException($"{_address} names no address of keys that may be read.");
}
