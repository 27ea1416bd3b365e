using Gateway.Contract.Audit;
using Gateway.Hosting.Notifications;

namespace Gatekeeper.Notifications;

/// <summary>
/// Reads the gatekeeper's own log, as far as it is on stable storage: position N is behind N records. Webhooks that are told alike read the same
/// piece, which is then scanned once. Thread-safe.
/// </summary>
/// <param name="directory">The log's directory.</param>
/// <param name="durable">How many records are on stable storage.</param>
/// <param name="notifications">What there is to tell of a record.</param>
internal sealed class LogNotificationSource(string directory, Func<long> durable, RecordNotifications notifications) : INotificationSource
{
    private const int MaxRemembered = 64;

    private readonly Lock _lock = new();
    private readonly Queue<long> _order = new();
    private readonly Dictionary<long, LogPiece> _pieces = [];
    private readonly Dictionary<long, LogPlace> _places = [];

    /// <inheritdoc/>
    public long Newest => durable();

    /// <inheritdoc/>
    public NotificationBatch Read(long after)
    {
        lock (_lock)
        {
            if (_pieces.TryGetValue(after, out var known))
            {
                return known.ToBatch();
            }

            var end = durable();
            if (after >= end)
            {
                return new([], after, Lost: 0);
            }

            var piece = new LogPiece(after);
            Scan(piece, end);
            Remember(after, piece);
            return piece.ToBatch();
        }
    }

    /// <summary>The log keeps everything.</summary>
    public Task ReleaseAsync(long through) => Task.CompletedTask;

    private void Scan(LogPiece piece, long end)
    {
        var segments = LogLayout.FindSegments(directory);
        var first = segments.Select((segment, i) => (segment.FirstSequence, Index: i)).LastOrDefault(segment => segment.FirstSequence <= piece.Through).Index;
        for (var i = first; i < segments.Count && piece.Through < end && !piece.IsFull; i++)
        {
            // What stood before it was moved away.
            piece.Lose(Math.Min(segments[i].FirstSequence, end));
            var isWhole = ScanSegment(piece, segments[i], i + 1 < segments.Count ? Math.Min(end, segments[i + 1].FirstSequence) : end);
            if (isWhole && i + 1 == segments.Count)
            {
                piece.Lose(end);
            }
        }

        if (segments.Count == 0)
        {
            piece.Lose(end);
        }
    }

    /// <returns>Whether there is nothing more in the segment.</returns>
    private bool ScanSegment(LogPiece piece, LogSegment segment, long end)
    {
        var place = _places.TryGetValue(piece.Through, out var known) && known.Segment == segment.FirstSequence ? known : new LogPlace(segment.FirstSequence, segment.FirstSequence, 0);
        using var lines = new LogLineReader(segment.Path, place.Offset);
        for (var sequence = place.Sequence; sequence < end; sequence++)
        {
            if (piece.IsFull)
            {
                return false;
            }

            // A line that is not whole, though it should be, ends what can be numbered in a file.
            if (!lines.TryRead(out var line) || !line.IsTerminated || line.IsTooLong)
            {
                return true;
            }

            if (sequence >= piece.Through)
            {
                piece.Pass(line.Bytes.Length, notifications.Of(sequence, line.Bytes), new LogPlace(segment.FirstSequence, sequence + 1, line.Offset + line.Bytes.Length + 1));
            }
        }

        return false;
    }

    private void Remember(long after, LogPiece piece)
    {
        _pieces.Add(after, piece);
        if (piece.End is { } place)
        {
            _places[piece.Through] = place;
        }

        _order.Enqueue(after);
        if (_order.Count > MaxRemembered && _order.TryDequeue(out var oldest) && _pieces.Remove(oldest, out var forgotten))
        {
            _places.Remove(forgotten.Through);
        }
    }
}
