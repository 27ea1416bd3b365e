using Gatekeeper.Identity;
using Gatekeeper.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

public sealed class IssuerKeyRingTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
    private readonly IdentityOptions _options = new();
    private readonly ScriptedKeySource _source = new();
    private TokenCache _cache = null!;
    private IssuerKeyRing _ring = null!;

    [SetUp]
    public void Start()
    {
        _cache = new TokenCache(_options);
        _source.Answer = () => throw new KeyFetchException("Down.");
        _source.Fetches = 0;
        _ring = new IssuerKeyRing(
            new IssuerOptions { Issuer = "https://issuer.test", Audiences = ["gatekeeper"] }, _source, _options, _cache, _time, NullLogger<IssuerKeyRing>.Instance);
    }

    [TearDown]
    public void Stop() => _ring.Dispose();

    [Test]
    public async Task Find_SourceNeverAnswered_IsUnavailable()
    {
        Assert.That(async () => await _ring.FindAsync("key-1", "ES256", default), Throws.TypeOf<KeyFetchException>());
        await Task.CompletedTask;
    }

    [Test]
    public async Task Find_SourceGoesDown_ServesKnownKeysUntilTheirAgeEnds()
    {
        using var issuer = new TestIssuer();
        _source.Answer = () => issuer.Jwks;
        Assert.That(await _ring.FindAsync("key-1", "ES256", default), Is.Not.Null);
        _source.Answer = () => throw new KeyFetchException("Down.");

        _time.Advance(_options.KeysMaxAge);
        await _ring.PollAsync(default);
        Assert.That(await _ring.FindAsync("key-1", "ES256", default), Is.Not.Null);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(async () => await _ring.FindAsync("key-1", "ES256", default), Throws.TypeOf<KeyFetchException>());
    }

    [Test]
    public async Task Find_UnknownKeysByTheThousand_FetchOnceAnInterval()
    {
        using var issuer = new TestIssuer();
        _source.Answer = () => issuer.Jwks;
        for (var i = 0; i < 1000; i++)
        {
            Assert.That(await _ring.FindAsync($"no-{i}", "ES256", default), Is.Null);
        }

        Assert.That(_source.Fetches, Is.EqualTo(1));
        _time.Advance(_options.MinKeyRefreshInterval);
        await _ring.FindAsync("no", "ES256", default);
        Assert.That(_source.Fetches, Is.EqualTo(2));
    }

    [Test]
    public async Task Find_NewKeyAfterRotation_IsFetchedAtOnceAndTheCacheDropped()
    {
        using var first = new TestIssuer();
        using var second = new TestIssuer(keyId: "key-2");
        _source.Answer = () => first.Jwks;
        await _ring.FindAsync("key-1", "ES256", default);
        var generation = _cache.Generation;
        _source.Answer = () => second.Jwks;
        _time.Advance(_options.MinKeyRefreshInterval);

        Assert.That(await _ring.FindAsync("key-2", "ES256", default), Is.Not.Null);
        Assert.That(await _ring.FindAsync("key-1", "ES256", default), Is.Null);
        Assert.That(_cache.Generation, Is.Not.EqualTo(generation));
    }

    [Test]
    public async Task Poll_SameKeys_KeepsTheCache()
    {
        using var issuer = new TestIssuer();
        _source.Answer = () => issuer.Jwks;
        await _ring.PollAsync(default);
        await _ring.PollAsync(default);

        Assert.That(_cache.Generation, Is.Zero);
    }

    [TestCase("nope")]
    [TestCase("{}")]
    [TestCase("{\"keys\":[]}")]
    [TestCase("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"key-1\",\"k\":\"AAAA\"}]}")]
    public async Task Find_SourceAnswersNonsense_KeepsTheKeysAtHand(string nonsense)
    {
        using var issuer = new TestIssuer();
        _source.Answer = () => issuer.Jwks;
        await _ring.PollAsync(default);
        _source.Answer = () => nonsense;
        await _ring.PollAsync(default);

        Assert.That(await _ring.FindAsync("key-1", "ES256", default), Is.Not.Null);
    }

    [Test]
    public async Task Find_KeyOfAnotherKind_IsNone()
    {
        using var issuer = new TestIssuer();
        _source.Answer = () => issuer.Jwks;

        Assert.That(await _ring.FindAsync("key-1", "RS256", default), Is.Null);
        Assert.That(await _ring.FindAsync("key-1", "ES384", default), Is.Null);
        Assert.That(await _ring.FindAsync("key-1-rsa", "PS256", default), Is.Not.Null);
    }

    private sealed class ScriptedKeySource : IKeySource
    {
        public Func<string> Answer { get; set; } = () => "";

        public int Fetches { get; set; }

        public TimeSpan PollInterval => TimeSpan.FromMinutes(1);

        public Task<string> FetchAsync(CancellationToken cancellationToken)
        {
            Fetches++;
            return Task.FromResult(Answer());
        }
    }
}
