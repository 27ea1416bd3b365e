using System.Diagnostics.CodeAnalysis;
using Gateway.Hosting.Logging;
using Gateway.Hosting.Text;
using Microsoft.IdentityModel.Tokens;

namespace Gatekeeper.Identity;

/// <summary>
/// The current keys of one issuer. Fetched in the background, and once more when a token names a key that is not known, but never more
/// often than the configured least interval. All callers wait for one and the same fetch, none of them ends it, and none waits longer
/// than a fetch may take, and a moment. Keys that could not be confirmed for too long serve no more. Ages are measured by the clock that nobody sets.
/// </summary>
internal sealed partial class IssuerKeyRing(
    IssuerOptions issuer, IKeySource source, IdentityOptions options, TokenCache cache, TimeProvider time, ILogger<IssuerKeyRing> logger) : IDisposable
{
    // A source keeps to its time by itself, and says what it waited for: it is to have the first word.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    private readonly LogLimiter _untold = new(time);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private IssuerKeys? _current;
    private Task _fetch = Task.CompletedTask;
    private Task<string> _answer = Task.FromResult("");
    private long _askedAt;
    private long? _lastAttempt;
    private bool _hasFailed;

    /// <value>The issuer whose keys these are.</value>
    public IssuerOptions Issuer => issuer;

    /// <value>When <see cref="PollAsync"/> is to be called again: sooner after a fetch that failed.</value>
    public TimeSpan PollInterval => Volatile.Read(ref _hasFailed) && options.MinKeyRefreshInterval < source.PollInterval ? options.MinKeyRefreshInterval : source.PollInterval;

    /// <summary>The key of a token.</summary>
    /// <returns>The key, or <c>null</c> where the issuer has none of that id and kind.</returns>
    /// <exception cref="KeyFetchException">Whether it has one cannot be told: the keys are too old, or could not be fetched anew.</exception>
    public async ValueTask<FoundKey?> FindAsync(string keyId, string algorithm, CancellationToken cancellationToken)
    {
        if (Find(keyId, algorithm) is { } known)
        {
            return known;
        }

        await FetchAsync(options.MinKeyRefreshInterval).WaitAsync(cancellationToken);
        if (Find(keyId, algorithm) is { } found)
        {
            return found;
        }

        return Usable() is null || Volatile.Read(ref _hasFailed) ? throw new KeyFetchException($"No current keys of {issuer.Issuer}.") : null;
    }

    /// <summary>Fetches the keys, unless somebody is at it. Never throws for a fetch that fails: the keys at hand serve on for their time.</summary>
    public Task PollAsync(CancellationToken cancellationToken) => FetchAsync(TimeSpan.Zero).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        // A fetch may still hold it, and it holds nothing itself.
        _stopping.Cancel();
    }

    private FoundKey? Find(string keyId, string algorithm) =>
        Usable() is { } keys && keys.Find(keyId, algorithm) is { } key ? new FoundKey(key, options.KeysMaxAge - time.GetElapsedTime(keys.FetchedAt)) : null;

    private IssuerKeys? Usable()
    {
        var keys = Volatile.Read(ref _current);
        return keys is not null && time.GetElapsedTime(keys.FetchedAt) <= options.KeysMaxAge ? keys : null;
    }

    private Task FetchAsync(TimeSpan leastInterval)
    {
        lock (_gate)
        {
            if (!_fetch.IsCompleted)
            {
                return _fetch;
            }

            if (_lastAttempt is { } last && time.GetElapsedTime(last) < leastInterval)
            {
                return Task.CompletedTask;
            }

            var attempt = time.GetTimestamp();
            _lastAttempt = attempt;
            return _fetch = Task.Run(() => FetchOnceAsync(attempt));
        }
    }

    // A source that does not keep to its time is waited for no longer.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever an issuer answers, it must be asked again.")]
    private async Task FetchOnceAsync(long attempt)
    {
        try
        {
            var json = await Ask(attempt).WaitAsync(options.KeyFetchTimeout + Moment, _stopping.Token);
            Use(IssuerKeys.Parse(json, _askedAt));
            Volatile.Write(ref _hasFailed, false);
            _untold.Reset();
        }
        catch (Exception e) when (e is KeyFetchException or FormatException or TimeoutException)
        {
            Volatile.Write(ref _hasFailed, true);
            Tell(e is TimeoutException ? $"no answer within {options.KeyFetchTimeout}" : PrintableText.Of(e.Message));
        }
        catch (OperationCanceledException)
        {
            // The gatekeeper stops.
            Volatile.Write(ref _hasFailed, true);
        }
        catch (Exception e)
        {
            Volatile.Write(ref _hasFailed, true);
            if (_untold.TryTell(e.Message, out _))
            {
                LogNotForeseen(logger, issuer.Issuer, e);
            }
        }
    }

    // It is tried every few seconds for as long as it takes.
    private void Tell(string problem)
    {
        if (_untold.TryTell(problem, out var untold))
        {
            LogNotFetched(logger, issuer.Issuer, problem, untold);
        }
    }

    // On a thread of its own: a file system may hang before a source's first await. Where the last question hangs, its answer is waited
    // for and no further one is put, so that there is never more than one such thread; the keys are as old as the question.
    private Task<string> Ask(long attempt)
    {
        if (_answer.IsCompleted)
        {
            _askedAt = attempt;
            _answer = Task.Factory.StartNew(
                () => source.FetchAsync(_stopping.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        }

        return _answer;
    }

    private void Use(IssuerKeys keys)
    {
        var previous = _current;
        Volatile.Write(ref _current, keys);
        if (previous?.HasSameKeys(keys) != true)
        {
            if (previous is not null)
            {
                // A token validated with a key that is gone must not live on in the cache.
                cache.Clear();
            }

            LogKeys(logger, issuer.Issuer, keys.Count);
        }

        // Also beside keys that stay: a rotation that goes wrong looks so.
        if (previous?.LeftOut.SequenceEqual(keys.LeftOut) != true)
        {
            foreach (var fault in keys.LeftOut)
            {
                LogLeftOut(logger, issuer.Issuer, PrintableText.Of(fault));
            }
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "The keys of {Issuer} were not read: {Problem} ({Untold} more tries since the last that was told)")]
    private static partial void LogNotFetched(ILogger logger, string issuer, string problem, long untold);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Error, Message = "The keys of {Issuer} were not read, for a fault that was not foreseen.")]
    private static partial void LogNotForeseen(ILogger logger, string issuer, Exception fault);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "The keys of {Issuer} are new here. Fit are {Count}.")]
    private static partial void LogKeys(ILogger logger, string issuer, int count);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "A key of {Issuer} is not used: {Fault}.")]
    private static partial void LogLeftOut(ILogger logger, string issuer, string fault);
}
