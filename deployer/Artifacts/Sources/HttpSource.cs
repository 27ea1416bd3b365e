using System.Net;
using Deployer.Errors;

namespace Deployer.Artifacts.Sources;

/// <summary>
/// An HTTP server with artifacts below a URL prefix. Redirects are followed only to the same scheme, host and port; no cookies,
/// no proxy, no transparent decompression: what is hashed is what the server sent.
/// </summary>
internal sealed class HttpSource(string prefix, HttpClient client) : IArtifactSource
{
    private const int MaxRedirects = 3;

    /// <inheritdoc/>
    public string Kind => "http";

    /// <summary>Makes the client that sources share.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
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
    public async Task<Stream?> OpenAsync(string name, CancellationToken cancellation)
    {
        var address = new Uri(prefix.TrimEnd('/') + "/" + Uri.EscapeDataString(name));
        for (int i = 0; i <= MaxRedirects; i++)
        {
            HttpResponseMessage response = await SendAsync(address, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return await ContentAsync(response, cancellation).ConfigureAwait(false);
            }

            address = Redirected(address, response);
        }

        throw new StepFailedException("The artifact server redirects too often.");
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new IOException("The artifact server cannot be reached.", e);
        }
    }

    private static async Task<Stream?> ContentAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return new ResponseStream(response, await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
        }

        int status = (int)response.StatusCode;
        response.Dispose();
        return status switch
        {
            404 or 410 => null,
            408 or 425 or 429 or >= 500 => throw new IOException($"The artifact server answered {status}."),
            _ => throw new StepFailedException($"The artifact server answered {status}."),
        };
    }

    private static Uri Redirected(Uri from, HttpResponseMessage response)
    {
        using (response)
        {
            Uri? to = response.Headers.Location is { } location ? new Uri(from, location) : null;
            return to is not null && to.Scheme == from.Scheme && to.Host == from.Host && to.Port == from.Port && to.UserInfo.Length == 0
                ? to
                : throw new StepFailedException("The artifact server redirects to another server.");
        }
    }
}
