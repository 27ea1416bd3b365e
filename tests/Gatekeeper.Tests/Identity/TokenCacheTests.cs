using Gatekeeper.Identity;
using Gatekeeper.Rego;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

public sealed class TokenCacheTests
{
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

    private readonly TokenCache _cache = new(new IdentityOptions { TokenCacheSize = 16 });

    [SetUp]
    public void Clear() => _cache.Clear();

    [TestCase(99, false)]
    [TestCase(100, true)]
    [TestCase(149, true)]
    [TestCase(150, false)]
    public void Find_Entry_IsCheckedAgainstTheClockOnEachHit(long now, bool isFound)
    {
        var key = TokenKey.Of("token");
        _cache.Add(key, new CachedToken(Caller, 100, 200, 150), _cache.Generation, 100);

        Assert.That(_cache.Find(key, now), isFound ? Is.SameAs(Caller) : Is.Null);
    }

    [Test]
    public void Find_OtherToken_IsNone()
    {
        _cache.Add(TokenKey.Of("token"), new CachedToken(Caller, 0, 200, 200), _cache.Generation, 1);

        Assert.That(_cache.Find(TokenKey.Of("token2"), 1), Is.Null);
    }

    [Test]
    public void Add_ValidationBegunBeforeARotation_IsNotRemembered()
    {
        var generation = _cache.Generation;
        _cache.Clear();
        _cache.Add(TokenKey.Of("token"), new CachedToken(Caller, 0, 200, 200), generation, 1);

        Assert.That(_cache.Find(TokenKey.Of("token"), 1), Is.Null);
    }

    [Test]
    public void Add_ManyTokens_StaysBounded()
    {
        for (var i = 0; i < 1000; i++)
        {
            _cache.Add(TokenKey.Of($"token-{i}"), new CachedToken(Caller, 0, 200, 200), _cache.Generation, 1);
        }

        Assert.That(_cache.Count, Is.LessThanOrEqualTo(16));
    }

    [Test]
    public void TokenKey_LongToken_IsItsHash() =>
        Assert.That(TokenKey.Of(new string('x', 8000)), Is.Not.EqualTo(TokenKey.Of(new string('x', 8001))));
}
