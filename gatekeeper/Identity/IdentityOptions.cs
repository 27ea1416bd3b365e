using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Identity;

/// <summary>How tokens are validated, whoever issued them. Section <c>Gatekeeper:Identity</c>.</summary>
internal sealed class IdentityOptions
{
    /// <value>How long after its <c>exp</c> a token still serves, for clocks that differ.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>How far in the future a token may have been issued (<c>iat</c>), or begin (<c>nbf</c>), for an issuer's clock that is ahead.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan MaxIssuedAhead { get; set; } = TimeSpan.FromSeconds(60);

    /// <value>The longest time that a token may be valid for: from its <c>iat</c>, else its <c>nbf</c>, else from now on, to its <c>exp</c>.</value>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00")]
    public TimeSpan MaxTokenLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <value>The longest token, in characters. GitLab's grow with the groups of whoever starts the pipeline: 200 of them make some 11,000.</value>
    [Range(512, 16_384)]
    public int MaxTokenLength { get; set; } = 16_384;

    /// <value>The most validated tokens that are remembered.</value>
    [Range(16, 1_000_000)]
    public int TokenCacheSize { get; set; } = 10_000;

    /// <value>How long a validated token is remembered; it is validated anew after that.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan TokenCacheAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <value>How often an issuer's keys are fetched anew.</value>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan KeyRefreshInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <value>The least time between two fetches, however many unknown keys callers name.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan MinKeyRefreshInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>How long keys serve while they cannot be fetched anew; after that their issuer's callers are refused as unavailable.</value>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan KeysMaxAge { get; set; } = TimeSpan.FromHours(4);

    /// <value>How long one fetch may take.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan KeyFetchTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
