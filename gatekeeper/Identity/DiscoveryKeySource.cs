using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Gatekeeper.Identity;

/// <summary>
/// A key set found by OpenID Connect discovery. When to fetch, and how long a set may serve, is decided by <see cref="IssuerKeyRing"/>:
/// a caller who names a new key waits for one fetch rather than for the next poll.
/// </summary>
internal sealed class DiscoveryKeySource(IssuerOptions issuer, IdentityOptions options, HttpClient client) : IKeySource
{
    private readonly string _address = issuer.Authority.TrimEnd('/') + "/.well-known/openid-configuration";

    // Plain text is for loopback only; the options have checked that.
    private readonly HttpDocumentRetriever _documents =
        new(client) { RequireHttps = issuer.Authority.StartsWith("https://", StringComparison.Ordinal) };

    /// <inheritdoc/>
    public TimeSpan PollInterval => options.KeyRefreshInterval;

    /// <inheritdoc/>
    public async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.KeyFetchTimeout);
        try
        {
            var configuration = OpenIdConnectConfiguration.Create(await _documents.GetDocumentAsync(_address, deadline.Token));
            if (configuration.Issuer != issuer.Issuer)
            {
                throw new KeyFetchException($"{_address} speaks for another issuer.");
            }

            return await _documents.GetDocumentAsync(configuration.JwksUri, deadline.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ArgumentException or InvalidOperationException)
        {
            throw new KeyFetchException($"{_address} cannot be read: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KeyFetchException($"{_address} did not answer within {options.KeyFetchTimeout}.", e);
        }
    }

    /// <summary>A client that follows no redirect and reads no more than a key set can be.</summary>
    public static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            MaxResponseContentBufferSize = 256 * 1024,
        };
}
