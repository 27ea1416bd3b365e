using System.Diagnostics;
using Gatekeeper.Identity;
using Gatekeeper.Tests.Support;
using Microsoft.Extensions.Logging;
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
        _cache = new TokenCache(_options, _time);
        _source.Answer = () => throw new KeyFetchException("Down.");
        _source.Fetches = 0;
        _source.Hangs = null;

        // Of the machine's own clock: a busy one is not to end what no test is about.
        _options.KeyFetchTimeout = TimeSpan.FromMinutes(1);
        _ring = Ring(_time);
    }

    private IssuerKeyRing Ring(TimeProvider time) =>
        new(new IssuerOptions { Issuer = "https://issuer.test", Audiences = ["gatekeeper"] }, _source, _options, _cache, time, NullLogger<IssuerKeyRing>.Instance);

    [TearDown]
    public void Stop() => _ring.Dispose();

    [Test]
    public async Task Find_SourceNeverAnswered_IsUnavailable()
    {
        Assert.That(async () => await _ring.FindAsync("key-1", "ES256", default), Throws.TypeOf<KeyFetchException>());
        await Task.CompletedTask;
    }

    // The polling of all issuers ends with what one of them throws.
    [Test]
    public async Task Poll_FaultThatNobodyForesaw_IsAFetchThatFails()
    {
        using var issuer = new TestIssuer();
        _source.Answer = () => throw new NotSupportedException("Not foreseen.");
        await _ring.PollAsync(default);
        Assert.That(async () => await _ring.FindAsync("key-1", "ES256", default), Throws.TypeOf<KeyFetchException>());

        _source.Answer = () => issuer.Jwks;
        await _ring.PollAsync(default);
        Assert.That(await _ring.FindAsync("key-1", "ES256", default), Is.Not.Null);
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
    public async Task Poll_UnfitKeyBesideTheSameFitOnes_IsToldOnce()
    {
        using var issuer = new TestIssuer();
        using var logs = new RecordingLoggerProvider();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(logs));
        using var ring = new IssuerKeyRing(
            new IssuerOptions { Issuer = "https://issuer.test", Audiences = ["gatekeeper"] }, _source, _options, _cache, _time, factory.CreateLogger<IssuerKeyRing>());
        _source.Answer = () => issuer.Jwks;
        await ring.PollAsync(default);
        _source.Answer = () => issuer.Jwks.Replace("{\"keys\":[", """{"keys":[{"kty":"RSA","kid":"weak\u001b[31m\nforged","n":"AQAB","e":"AQAB"},""", StringComparison.Ordinal);
        await ring.PollAsync(default);
        await ring.PollAsync(default);

        var told = logs.Lines.Where(line => line.Event == 2004).Select(line => line.Text).ToArray();
        Assert.That(told, Has.Length.EqualTo(1));
        Assert.That(told[0], Does.Contain("kid weak [31m forged: "));
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

    [TestCase("{\"keys\":[]}")]
    [TestCase("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"key-1\",\"k\":\"AAAA\"}]}")]
    public async Task Poll_SetWithoutFitKeys_RevokesThoseAtHand(string set)
    {
        using var issuer = new TestIssuer();
        _source.Answer = () => issuer.Jwks;
        await _ring.PollAsync(default);
        var generation = _cache.Generation;
        _source.Answer = () => set;
        await _ring.PollAsync(default);

        Assert.That(await _ring.FindAsync("key-1", "ES256", default), Is.Null);
        Assert.That(_cache.Generation, Is.Not.EqualTo(generation));
    }

    [Test]
    public async Task Find_ClockSetBack_KeysAgeAndAreFetchedAllTheSame()
    {
        using var issuer = new TestIssuer();
        var clock = new SteppedClock(_time);
        using var ring = Ring(clock);
        clock.Offset = TimeSpan.FromDays(400);
        _source.Answer = () => issuer.Jwks;
        Assert.That(await ring.FindAsync("key-1", "ES256", default), Is.Not.Null);
        clock.Offset = TimeSpan.Zero;
        _source.Answer = () => throw new KeyFetchException("Down.");

        _time.Advance(_options.MinKeyRefreshInterval);
        Assert.That(async () => await ring.FindAsync("no", "ES256", default), Throws.TypeOf<KeyFetchException>());
        Assert.That(_source.Fetches, Is.EqualTo(2));
        _time.Advance(_options.KeysMaxAge);
        Assert.That(async () => await ring.FindAsync("key-1", "ES256", default), Throws.TypeOf<KeyFetchException>());
    }

    [Test]
    public async Task Find_SourceHangs_KnownKeysServeAtOnceAndOthersAreRefusedInTime()
    {
        using var issuer = new TestIssuer();
        _source.Answer = () => issuer.Jwks;
        await _ring.PollAsync(default);
        _options.KeyFetchTimeout = TimeSpan.FromSeconds(2);
        _time.Advance(_options.MinKeyRefreshInterval);
        _source.Hangs = new TaskCompletionSource<string>().Task;

        var start = Stopwatch.GetTimestamp();
        var unknown = Enumerable.Range(0, 20).Select(i => _ring.FindAsync($"no-{i}", "ES256", default).AsTask()).ToArray();
        Assert.That((await _ring.FindAsync("key-1", "ES256", default)).HasValue, Is.True);
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromMilliseconds(1900)), "a known key waits for nobody");
        foreach (var task in unknown)
        {
            Assert.That(async () => await task, Throws.TypeOf<KeyFetchException>());
        }

        Assert.That(Stopwatch.GetElapsedTime(start), Is.InRange(TimeSpan.FromMilliseconds(1900), TimeSpan.FromSeconds(20)));
        Assert.That(_source.Fetches, Is.EqualTo(2), "one for all");
    }

    // As a file system does that hangs in opening: before the source's first await, and without a look at the time.
    [Test]
    public async Task Find_SourceBlocks_OthersAreRefusedInTimeAndItIsAskedNoSecondTimeUntilItAnswers()
    {
        using var issuer = new TestIssuer();
        using var next = new TestIssuer(keyId: "key-2");
        using var free = new ManualResetEventSlim();
        _source.Answer = () => issuer.Jwks;
        await _ring.PollAsync(default);
        _options.KeyFetchTimeout = TimeSpan.FromMilliseconds(100);
        _source.Answer = () =>
        {
            free.Wait();
            return next.Jwks;
        };
        for (var attempt = 0; attempt < 3; attempt++)
        {
            _time.Advance(_options.MinKeyRefreshInterval);
            var start = Stopwatch.GetTimestamp();
            Assert.That(async () => await _ring.FindAsync("key-2", "ES256", default), Throws.TypeOf<KeyFetchException>());
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(10)));
            Assert.That((await _ring.FindAsync("key-1", "ES256", default)).HasValue, Is.True, "a known key goes on");
        }

        Assert.That(_source.Fetches, Is.EqualTo(2), "one thread, however often it is asked");
        free.Set();
        _options.KeyFetchTimeout = TimeSpan.FromMinutes(1);
        for (var i = 0; i < 100 && (await FindAsync("key-2"))?.Key is null; i++)
        {
            _time.Advance(_options.MinKeyRefreshInterval);
            await Task.Delay(20);
        }

        Assert.That((await FindAsync("key-2"))?.Key.Kid, Is.EqualTo("key-2"));
    }

    private async Task<FoundKey?> FindAsync(string keyId)
    {
        try
        {
            return await _ring.FindAsync(keyId, "ES256", default);
        }
        catch (KeyFetchException)
        {
            return null;
        }
    }

    [Test]
    public async Task Find_OneCallerGivesUp_TheFetchOfAllGoesOn()
    {
        using var issuer = new TestIssuer();
        var answer = new TaskCompletionSource<string>();
        _source.Hangs = answer.Task;
        using var gone = new CancellationTokenSource();
        var first = _ring.FindAsync("key-1", "ES256", gone.Token).AsTask();
        var second = _ring.FindAsync("key-1", "ES256", default).AsTask();
        await gone.CancelAsync();

        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        answer.SetResult(issuer.Jwks);
        Assert.That((await second).HasValue, Is.True);
        Assert.That(_source.Fetches, Is.EqualTo(1));
    }

    [Test]
    public async Task Poll_Failed_IsTriedAgainSooner()
    {
        using var issuer = new TestIssuer();
        await _ring.PollAsync(default);
        Assert.That(_ring.PollInterval, Is.EqualTo(_options.MinKeyRefreshInterval));
        _source.Answer = () => issuer.Jwks;
        await _ring.PollAsync(default);
        Assert.That(_ring.PollInterval, Is.EqualTo(_source.PollInterval));
    }

    [Test]
    public async Task Find_Key_ServesNoLongerThanItsAge()
    {
        using var issuer = new TestIssuer();
        _source.Answer = () => issuer.Jwks;
        await _ring.PollAsync(default);
        _time.Advance(_options.KeysMaxAge - TimeSpan.FromSeconds(3));

        Assert.That((await _ring.FindAsync("key-1", "ES256", default))!.Value.ServesFor, Is.EqualTo(TimeSpan.FromSeconds(3)));
    }

    [Test]
    public async Task Find_AnswerThatComesLate_IsAsOldAsItsQuestion()
    {
        using var issuer = new TestIssuer();
        _source.Answer = () =>
        {
            _time.Advance(TimeSpan.FromSeconds(4));
            return issuer.Jwks;
        };
        await _ring.PollAsync(default);

        Assert.That((await _ring.FindAsync("key-1", "ES256", default))!.Value.ServesFor, Is.EqualTo(_options.KeysMaxAge - TimeSpan.FromSeconds(4)));
    }

    [TestCase("nope")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("{\"keys\":{}}")]
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

        public Task<string>? Hangs { get; set; }

        public Task<string> FetchAsync(CancellationToken cancellationToken)
        {
            Fetches++;
            return Hangs ?? Task.FromResult(Answer());
        }
    }

    /// <summary>A clock that somebody sets; the time that passes is another's.</summary>
    private sealed class SteppedClock(TimeProvider passing) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => passing.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => passing.GetUtcNow() + Offset;

        public override long GetTimestamp() => passing.GetTimestamp();
    }
}
