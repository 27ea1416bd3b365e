using Microsoft.IdentityModel.Tokens;

namespace Gatekeeper.Identity;

/// <summary>
/// The current keys of one issuer. Fetched in the background, and once more when a token names a key that is not known, but never more
/// often than the configured least interval. Keys that could not be confirmed for too long serve no more.
/// </summary>
internal sealed partial class IssuerKeyRing(
    IssuerOptions issuer, IKeySource source, IdentityOptions options, TokenCache cache, TimeProvider time, ILogger<IssuerKeyRing> logger) : IDisposable
{
    private readonly SemaphoreSlim _fetching = new(1, 1);
    private IssuerKeys? _current;
    private DateTimeOffset _lastAttempt = DateTimeOffset.MinValue;

    /// <value>The issuer whose keys these are.</value>
    public IssuerOptions Issuer => issuer;

    /// <value>How often <see cref="PollAsync"/> is to be called.</value>
    public TimeSpan PollInterval => source.PollInterval;

    /// <summary>The key of a token.</summary>
    /// <returns>The key, or <c>null</c> where the issuer has none of that id and kind.</returns>
    /// <exception cref="KeyFetchException">No keys are there that may still serve.</exception>
    public async ValueTask<JsonWebKey?> FindAsync(string keyId, string algorithm, CancellationToken cancellationToken)
    {
        if (Usable()?.Find(keyId, algorithm) is { } known)
        {
            return known;
        }

        await FetchAsync(options.MinKeyRefreshInterval, cancellationToken);
        var keys = Usable() ?? throw new KeyFetchException($"No current keys of {issuer.Issuer}.");
        return keys.Find(keyId, algorithm);
    }

    /// <summary>Fetches the keys if nobody else just did. Never throws for a fetch that fails: the keys at hand serve on for their time.</summary>
    public Task PollAsync(CancellationToken cancellationToken) => FetchAsync(TimeSpan.Zero, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _fetching.Dispose();

    private IssuerKeys? Usable()
    {
        var keys = Volatile.Read(ref _current);
        return keys is not null && time.GetUtcNow() - keys.FetchedAt <= options.KeysMaxAge ? keys : null;
    }

    private async Task FetchAsync(TimeSpan leastInterval, CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() - _lastAttempt < leastInterval)
            {
                return;
            }

            _lastAttempt = time.GetUtcNow();
            Use(IssuerKeys.Parse(await source.FetchAsync(cancellationToken), time.GetUtcNow()));
        }
        catch (Exception e) when (e is KeyFetchException or FormatException)
        {
            LogNotFetched(logger, issuer.Issuer, e.Message);
        }
        finally
        {
            _fetching.Release();
        }
    }

    private void Use(IssuerKeys keys)
    {
        var previous = _current;
        Volatile.Write(ref _current, keys);
        if (previous is not null && !previous.HasSameKeys(keys))
        {
            // A token validated with a key that is gone must not live on in the cache.
            cache.Clear();
            LogRotated(logger, issuer.Issuer);
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "The keys of {Issuer} were not fetched: {Problem}")]
    private static partial void LogNotFetched(ILogger logger, string issuer, string problem);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "The keys of {Issuer} have changed.")]
    private static partial void LogRotated(ILogger logger, string issuer);
}
