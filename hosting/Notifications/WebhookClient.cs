using System.Globalization;
using System.Net.Http.Headers;
using Gateway.Hosting.Text;

namespace Gateway.Hosting.Notifications;

/// <summary>
/// Posts events to one webhook, each try signed by itself. Follows no redirect, keeps no cookie, goes through no proxy, and reads of an
/// answer its status and what little must be read before the connection can be used again.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private const int MaxHeadKilobytes = 16;
    private const int MaxDrainedBytes = 16 * 1024;

    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);
    private static readonly MediaTypeHeaderValue MediaType = new(EventBody.MediaType, "utf-8");

    private readonly Uri _url;
    private readonly IReadOnlyList<WebhookSecret> _secrets;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <param name="url">Where to.</param>
    /// <param name="secrets">What signs: all of them.</param>
    /// <param name="trust">Whom to trust.</param>
    /// <param name="timeout">How long a try may take.</param>
    /// <param name="time">The clock.</param>
    public WebhookClient(Uri url, IReadOnlyList<WebhookSecret> secrets, WebhookTrust trust, TimeSpan timeout, TimeProvider time)
    {
        (_url, _secrets, _timeout, _time) = (url, secrets, timeout, time);
        _client = new HttpClient(HandlerFor(trust)) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Gatekeeper", null));
    }

    /// <summary>Tries once.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="body">The event.</param>
    /// <param name="stop">Ends the try.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<DeliveryOutcome> TryAsync(string id, byte[] body, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            using var request = Request(id, body);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            return Judge(response);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new($"it did not answer within {_timeout}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            stop.ThrowIfCancellationRequested();
            return new(PrintableText.Of(e.GetBaseException().Message));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler HandlerFor(WebhookTrust trust) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 1,
        MaxResponseHeadersLength = MaxHeadKilobytes,
        MaxResponseDrainSize = MaxDrainedBytes,
        ResponseDrainTimeout = DrainTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, chain, errors) => trust.Accepts(certificate, chain, errors) },
    };

    private HttpRequestMessage Request(string id, byte[] body)
    {
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(body) { Headers = { ContentType = MediaType } } };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", string.Join(' ', _secrets.Select(secret => secret.Sign(id, timestamp, body))));
        return request;
    }

    private DeliveryOutcome Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return default;
        }

        var after = response.Headers.RetryAfter;
        return new(
            status is >= 300 and < 400 ? $"it answered {status}, and redirects are not followed" : $"it answered {status}",
            after?.Delta ?? after?.Date - _time.GetUtcNow());
    }
}
