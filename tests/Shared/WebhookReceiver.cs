using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Shared;

/// <summary>A receiver of webhooks: a real server on loopback, that answers as a test wants.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(int port, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    /// <summary>Everything that came, in its order.</summary>
    public ConcurrentQueue<ReceivedEvent> Received { get; } = new();

    /// <summary>What came and was answered with success.</summary>
    public ConcurrentQueue<ReceivedEvent> Taken { get; } = new();

    /// <summary>How it answers; success unless a test says otherwise.</summary>
    public Func<HttpContext, ReceivedEvent, Task> Answer { get; set; } = Yes;

    public Uri Url => new($"{_app.Urls.Single()}/hook?key=k");

    public int Port => Url.Port;

    public static Task Yes(HttpContext http, ReceivedEvent received)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static Func<HttpContext, ReceivedEvent, Task> Status(int status) => (http, _) =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public static async Task<WebhookReceiver> StartAsync(int port = 0, X509Certificate2? certificate = null)
    {
        var receiver = new WebhookReceiver(port, certificate);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until so many were taken.</summary>
    public async Task<ReceivedEvent[]> WaitForAsync(int count, int seconds = 30)
    {
        for (var i = 0; i < seconds * 100 && Taken.Count < count; i++)
        {
            await Task.Delay(10);
        }

        var taken = Taken.ToArray();
        return taken.Length >= count ? taken : throw new InvalidOperationException($"Of {count} events only {taken.Length} were taken, and {Received.Count} received: {string.Join(", ", taken.Select(t => t.Type))}");
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        var received = new ReceivedEvent(headers, body.ToArray(), $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        Received.Enqueue(received);
        await Answer(http, received);
        if (http.Response.StatusCode is >= 200 and < 300)
        {
            Taken.Enqueue(received);
        }
    }
}
