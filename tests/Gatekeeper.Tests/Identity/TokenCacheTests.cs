using Gatekeeper.Identity;
using Gatekeeper.Seam;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Rego.Values;

namespace Gatekeeper.Tests.Identity;

public sealed class TokenCacheTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Caller Caller = new()
    {
        Kind = "code",
        Issuer = "i",
        Subject = "s",
        Claims = RegoObject.Empty,
        Groups = RegoArray.Empty,
        AuthenticatedBy = "jwt",
        AsRego = RegoObject.Empty,
        ExpiresAt = 200,
    };

    private readonly FakeTimeProvider _time = new();
    private TokenCache _cache = null!;

    [SetUp]
    public void Start() => _cache = new TokenCache(new IdentityOptions { TokenCacheSize = 16 }, _time);

    [TestCase(99, false)]
    [TestCase(100, true)]
    [TestCase(199, true)]
    [TestCase(200, false)]
    public void Find_Entry_IsCheckedAgainstTheClockOnEachHit(long now, bool isFound)
    {
        var key = TokenKey.Of("token");
        _cache.Add(key, new CachedToken(Caller, 100, 200, Minute), _cache.Generation, 100);

        Assert.That(_cache.Find(key, now), isFound ? Is.SameAs(Caller) : Is.Null);
    }

    [TestCase(59, true)]
    [TestCase(60, false)]
    public void Find_Entry_IsForgottenAtItsAge(int seconds, bool isFound)
    {
        var key = TokenKey.Of("token");
        _cache.Add(key, new CachedToken(Caller, 100, 200, Minute), _cache.Generation, 100);
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.That(_cache.Find(key, 100), isFound ? Is.SameAs(Caller) : Is.Null);
    }

    [Test]
    public void Find_OtherToken_IsNone()
    {
        _cache.Add(TokenKey.Of("token"), new CachedToken(Caller, 0, 200, Minute), _cache.Generation, 1);

        Assert.That(_cache.Find(TokenKey.Of("token2"), 1), Is.Null);
    }

    [Test]
    public void Add_ValidationBegunBeforeARotation_IsNotRemembered()
    {
        var generation = _cache.Generation;
        _cache.Clear();
        _cache.Add(TokenKey.Of("token"), new CachedToken(Caller, 0, 200, Minute), generation, 1);

        Assert.That(_cache.Find(TokenKey.Of("token"), 1), Is.Null);
    }

    [Test]
    public void Add_ManyTokens_StaysBounded()
    {
        for (var i = 0; i < 1000; i++)
        {
            _cache.Add(TokenKey.Of($"token-{i}"), new CachedToken(Caller, 0, 200, Minute), _cache.Generation, 1);
        }

        Assert.That(_cache.Count, Is.LessThanOrEqualTo(16));
    }

    [Test]
    public void TokenKey_LongToken_IsItsHash() =>
        Assert.That(TokenKey.Of(new string('x', 8000)), Is.Not.EqualTo(TokenKey.Of(new string('x', 8001))));
}
