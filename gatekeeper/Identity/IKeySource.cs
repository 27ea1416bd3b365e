namespace Gatekeeper.Identity;

/// <summary>Where an issuer's key set comes from.</summary>
internal interface IKeySource
{
    /// <value>How often the source may be asked without anybody waiting for it.</value>
    TimeSpan PollInterval { get; }

    /// <summary>Fetches the key set's JSON.</summary>
    /// <exception cref="KeyFetchException">It could not be fetched.</exception>
    Task<string> FetchAsync(CancellationToken cancellationToken);
}
