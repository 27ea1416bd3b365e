using Gatectl.Gates;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Gates;

public class TokenExpiryTests
{
    [TestCase("""{"exp":1700000000}""", 1700000000.0)]
    [TestCase("""{"exp":1700000000.5,"sub":"é"}""", 1700000000.5)]
    [TestCase("""{"exp":0}""", 0.0)]
    [TestCase("""{"exp":"1700000000"}""", null)]
    [TestCase("""{"exp":-1}""", null)]
    [TestCase("""{"exp":1e300}""", null)]
    [TestCase("""{"sub":"x"}""", null)]
    [TestCase("[1]", null)]
    [TestCase("{", null)]
    public void Of_Claims_IsTheirExp(string claims, double? seconds) =>
        Assert.That(TokenExpiry.Of(TestToken.Of(claims)), Is.EqualTo(seconds is { } value ? DateTimeOffset.UnixEpoch.AddSeconds(value) : (DateTimeOffset?)null));

    [TestCase("")]
    [TestCase("one")]
    [TestCase("a.b")]
    [TestCase("a.%%%.c")]
    [TestCase("a.b.c.d.e")]
    public void Of_WhatIsNoJwt_IsUnknown(string token) => Assert.That(TokenExpiry.Of(token), Is.Null);
}
