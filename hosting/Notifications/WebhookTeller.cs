namespace Gateway.Hosting.Notifications;

/// <summary>
/// Tells one webhook what happens, in its order, each event until it is taken or too old. How far it came is saved after each event, and only
/// then: after a crash the last one may be told again, and none is left out.
/// </summary>
internal sealed class WebhookTeller(
    Webhook webhook, INotificationSource source, string origin, CursorFile file, DeliveryTimes times, TimeProvider time, DeliveryReport report)
{
    // Before anything begins that there would be to tell of.
    private readonly long _newestAtStart = source.Newest;
    private readonly RecentIds _told = new();
    private WebhookCursor? _cursor;
    private WebhookCursor? _saved;
    private long _savedAt;
    private int _faults;
    private long _durable;

    /// <value>The position up to which nothing is needed again, whatever happens.</value>
    public long Durable => Interlocked.Read(ref _durable);

    /// <summary>Tells, until it is to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(await StepAsync(stop), time, stop);
            }
        }
        finally
        {
            Save();
        }
    }

    /// <returns>How long to wait before the next step.</returns>
    private async Task<TimeSpan> StepAsync(CancellationToken stop)
    {
        try
        {
            var before = (_cursor ??= Begin()).Position;
            var batch = source.Read(before);
            report.Read();
            _faults = 0;
            if (batch.Lost > 0)
            {
                report.Lost(before, batch.Lost);
            }

            foreach (var notification in batch.Notifications)
            {
                await TellAsync(notification, stop);
            }

            Pass(batch.Through);
            return batch.Through > before ? TimeSpan.Zero : times.Poll;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // Whatever it is, nothing else depends on it, and it may pass.
            report.Unreadable(e);
            return times.RetryAfter(++_faults, asked: null);
        }
    }

    private WebhookCursor Begin()
    {
        var cursor = Load();
        if (cursor.Position > _newestAtStart)
        {
            report.Ahead(cursor.Position, _newestAtStart);
            cursor = cursor with { Position = _newestAtStart };
        }

        _cursor = cursor;
        Save();
        return cursor;
    }

    private WebhookCursor Load()
    {
        try
        {
            if (file.Read() is { } cursor)
            {
                _saved = cursor;
                return cursor;
            }

            report.Began(_newestAtStart);
        }
        catch (InvalidDataException e)
        {
            report.Damaged(e.Message, _newestAtStart);
        }

        return new WebhookCursor(_newestAtStart, GivenUp: 0);
    }

    private async Task TellAsync(Notification notification, CancellationToken stop)
    {
        var cursor = _cursor!.Value;
        if (!webhook.Takes(notification.Type) || _told.Contains(notification.Id))
        {
            _cursor = cursor with { Position = notification.Position };
            return;
        }

        var isTold = await TryUntilTakenAsync(notification, cursor.GivenUp + 1, stop);
        _told.Add(notification.Id);
        _cursor = new WebhookCursor(notification.Position, cursor.GivenUp + (isTold ? 0 : 1));
        Save();
    }

    private async Task<bool> TryUntilTakenAsync(Notification notification, long givenUp, CancellationToken stop)
    {
        byte[] body;
        try
        {
            body = EventBody.Write(notification, origin);
        }
        catch (InvalidOperationException e)
        {
            report.GaveUp(notification, e.Message, givenUp);
            return false;
        }

        // A clock that was wrong when it happened does not make it last for ever.
        var now = time.GetUtcNow();
        var end = (notification.Time < now ? notification.Time : now) + webhook.GiveUpAfter;
        while (true)
        {
            var outcome = await webhook.Client.TryAsync(notification.Id, body, stop);
            if (outcome.Error is not { } error)
            {
                report.Delivered();
                return true;
            }

            report.Failed(notification, error);
            var wait = times.RetryAfter(report.Failures, outcome.RetryAfter);
            if (time.GetUtcNow() >= end)
            {
                report.GaveUp(notification, error, givenUp);
                await Task.Delay(wait, time, stop);
                return false;
            }

            await Task.Delay(wait, time, stop);
        }
    }

    // Where there was nothing to tell, the position is saved now and then: what is read again costs little.
    private void Pass(long position)
    {
        var cursor = _cursor!.Value;
        if (position > cursor.Position)
        {
            _cursor = cursor with { Position = position };
        }

        if (time.GetElapsedTime(_savedAt) >= times.SaveInterval)
        {
            Save();
        }
    }

    private void Save()
    {
        if (_cursor is not { } cursor)
        {
            return;
        }

        try
        {
            if (cursor != _saved)
            {
                file.Write(cursor);
            }

            (_saved, _savedAt) = (cursor, time.GetTimestamp());
            Interlocked.Exchange(ref _durable, cursor.Position);
            report.Saved();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Unsaved(e.Message);
        }
    }
}
