using System.Text.Json.Nodes;
using Gateway.Hosting.Notifications;

namespace Hosting.Tests.Support;

/// <summary>A source that holds what a test puts in, and forgets what it is told to.</summary>
internal sealed class ListSource : INotificationSource
{
    private readonly Lock _lock = new();
    private readonly List<Notification> _all = [];
    private long _first = 1;

    public long Newest { get; set; }

    public long Released { get; private set; }

    public Exception? Failure { get; set; }

    public string Add(string type = NotificationTypes.HoldSet, DateTimeOffset? time = null, string? id = null)
    {
        lock (_lock)
        {
            Newest++;
            var notification = new Notification(Newest, id ?? Notification.IdOf($"{Newest}"), type, "applications/shop/environments/test", time ?? DateTimeOffset.UtcNow, new JsonObject { ["number"] = Newest });
            _all.Add(notification);
            return notification.Id;
        }
    }

    public void ForgetBefore(long position)
    {
        lock (_lock)
        {
            _all.RemoveAll(notification => notification.Position < position);
            _first = position;
        }
    }

    public NotificationBatch Read(long after)
    {
        lock (_lock)
        {
            if (Failure is { } failure)
            {
                throw failure;
            }

            Notification[] found = [.. _all.Where(notification => notification.Position > after).Take(3)];
            return new(found, found is [.., var last] ? last.Position : Math.Max(after, Newest), Math.Max(0, _first - after - 1));
        }
    }

    public Task ReleaseAsync(long through)
    {
        Released = through;
        return Task.CompletedTask;
    }
}
