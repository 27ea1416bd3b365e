using Gateway.Hosting.Notifications;
using Microsoft.Extensions.Logging;

namespace Hosting.Tests.Support;

/// <summary>The real sender with webhooks of a test's, in one state directory over restarts.</summary>
internal sealed class NotificationRun : IAsyncDisposable
{
    public static readonly byte[] Secret = [.. Enumerable.Range(1, 40).Select(i => (byte)i)];

    private readonly Dictionary<string, WebhookOptions> _webhooks = [];
    private NotificationService? _service;

    public NotificationRun() => File.WriteAllText(SecretFile, $"whsec_{Convert.ToBase64String(Secret)}\n");

    public string DirectoryPath { get; } = Directory.CreateTempSubdirectory("notifications-").FullName;

    public string SecretFile => Path.Combine(DirectoryPath, "secret");

    public string CursorFile(string name = "chat") => Path.Combine(DirectoryPath, "state", $"{name}.json");

    public ListSource Source { get; } = new();

    public RecordingLogger<NotificationService> Log { get; } = new();

    public DeliveryTimes Times { get; set; } = new(
        TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(1));

    /// <summary>Adds a webhook, or changes it before the next start.</summary>
    public WebhookOptions Webhook(Uri url, string name = "chat")
    {
        var options = new WebhookOptions { Url = url.ToString(), SecretFile = SecretFile, Timeout = TimeSpan.FromSeconds(20) };
        _webhooks[name] = options;
        return options;
    }

    public async Task StartAsync()
    {
        _service = new NotificationService(
            _webhooks.Select(entry => Gateway.Hosting.Notifications.Webhook.Open(entry.Key, entry.Value, "Program", TimeProvider.System)),
            Source,
            "//test.example/audit",
            Path.Combine(DirectoryPath, "state"),
            Times,
            TimeProvider.System,
            Log);
        await _service.StartAsync(CancellationToken.None);
        await EventuallyAsync(() => _webhooks.Keys.All(name => File.Exists(CursorFile(name))) || Log.Lines.Any(line => line.Level == LogLevel.Error), "it never began");
    }

    public async Task StopAsync()
    {
        if (_service is not null)
        {
            await _service.StopAsync(CancellationToken.None);
            _service.Dispose();
            _service = null;
        }
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public Task<string> LoggedAsync(int id, int count = 1) => EventuallyAsync(
        () => Log.Lines.Where(line => line.Event == id).Skip(count - 1).Select(line => line.Text).FirstOrDefault(), $"line {id} was never logged");

    public async Task<T> EventuallyAsync<T>(Func<T?> found, string otherwise)
    {
        for (var i = 0; i < 3000; i++)
        {
            if (found() is { } value and not false)
            {
                return value;
            }

            await Task.Delay(10);
        }

        throw new AssertionException($"{otherwise}: {string.Join('\n', Log.Lines)}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(DirectoryPath, recursive: true);
    }
}
