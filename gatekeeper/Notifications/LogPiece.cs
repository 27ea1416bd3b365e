using Gateway.Hosting.Notifications;

namespace Gatekeeper.Notifications;

/// <summary>A piece of the log that is read at once: bounded, in bytes as in what there is to tell.</summary>
/// <param name="after">The position that it begins at.</param>
internal sealed class LogPiece(long after)
{
    private const int MaxBytes = 8 * 1024 * 1024;
    private const int MaxNotifications = 32;

    private readonly List<Notification> _found = [];
    private long _bytes;
    private long _lost;

    /// <value>The position up to which it goes.</value>
    public long Through { get; private set; } = after;

    /// <value>Where the next record begins, as far as that is known.</value>
    public LogPlace? End { get; private set; }

    /// <value>Whether it is as large as a piece may be.</value>
    public bool IsFull => _bytes >= MaxBytes || _found.Count >= MaxNotifications;

    /// <summary>Goes on behind a record.</summary>
    /// <param name="length">The record's length, in bytes.</param>
    /// <param name="found">What there is to tell of it.</param>
    /// <param name="next">Where the next one is.</param>
    public void Pass(int length, Notification? found, LogPlace next)
    {
        _bytes += length;
        if (found is not null)
        {
            _found.Add(found);
        }

        (Through, End) = (next.Sequence, next);
    }

    /// <summary>Goes on at a position; what is before it is not there.</summary>
    public void Lose(long position)
    {
        if (position > Through)
        {
            _lost += position - Through;
            (Through, End) = (position, null);
        }
    }

    /// <summary>The piece as the webhooks see it.</summary>
    public NotificationBatch ToBatch() => new(_found, Through, _lost);
}
