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

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(string name, CancellationToken cancellation)
    {
        var address = new Uri(prefix.TrimEnd('/') + "/" + Uri.EscapeDataString(name));
        for (var i = 0; i <= MaxRedirects; i++)
        {
            var response = await SendAsync(address, cancellation);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return await ContentAsync(response, name, cancellation);
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
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new IOException("The artifact server cannot be reached.", e);
        }
    }

    private static async Task<Stream?> ContentAsync(HttpResponseMessage response, string name, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return new ResponseStream(response, await response.Content.ReadAsStreamAsync(cancellation));
        }

        var status = (int)response.StatusCode;
        response.Dispose();
        return status switch
        {
            404 or 410 => null,
            408 or 425 or 429 or >= 500 => throw new IOException($"The artifact server answered {status} for '{name}'."),
            403 => throw new SourceForbidsException($"The artifact server answered 403 for '{name}'."),
            _ => throw new StepFailedException($"The artifact server answered {status} for '{name}'."),
        };
    }

    private static Uri Redirected(Uri from, HttpResponseMessage response)
    {
        using (response)
        {
            var to = response.Headers.Location is { } location ? new Uri(from, location) : null;
            return to is not null && to.Scheme == from.Scheme && to.Host == from.Host && to.Port == from.Port && to.UserInfo.Length == 0
                ? to
                : throw new StepFailedException("The artifact server redirects to another server.");
        }
    }
}
