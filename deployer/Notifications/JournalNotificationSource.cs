using Deployer.Deployments.Journal;
using Gateway.Hosting.Notifications;

namespace Deployer.Notifications;

/// <summary>What the journal has to tell.</summary>
/// <param name="journal">The journal.</param>
/// <param name="source">The <c>source</c> of the events.</param>
internal sealed class JournalNotificationSource(DeploymentJournal journal, string source) : INotificationSource
{
    private const int BatchSize = 32;

    /// <inheritdoc/>
    public long Newest => journal.NewestNotice;

    /// <inheritdoc/>
    public NotificationBatch Read(long after)
    {
        var newest = Newest;
        if (after >= newest)
        {
            return new([], after, Lost: 0);
        }

        // Positions have no gaps: what is missing was there and is not any more.
        // What is in the file beyond the newest is of a history that is not to be seen yet.
        var notices = journal.Notices(after, BatchSize).FindAll(notice => notice.Position <= newest);
        return notices.Count == 0
            ? new([], newest, Lost: newest - after)
            : new([.. notices.Select(NotificationOf).OfType<Notification>()], notices[^1].Position, Lost: notices[0].Position - after - 1);
    }

    /// <inheritdoc/>
    public Task ReleaseAsync(long through) => journal.ForgetNoticesAsync(through);

    private Notification? NotificationOf(Notice notice) => notice.Hold is { } hold
        ? HoldNotification.Of(notice.Position, notice.Type, hold, source)
        : journal.FindWhole(notice.Deployment) is { } history ? DeploymentNotification.Of(notice, history, source) : null;
}
