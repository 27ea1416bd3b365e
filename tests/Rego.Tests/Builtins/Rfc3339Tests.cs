using Rego.Builtins.Times;

namespace Rego.Tests.Builtins;

public sealed class Rfc3339Tests
{
    [TestCase("1970-01-01T00:00:00Z", 0L)]
    [TestCase("2026-11-30T12:00:00Z", 1_796_040_000_000_000_000L)]
    [TestCase("2024-02-29T23:59:59.5Z", 1_709_251_199_500_000_000L)]
    [TestCase("2024-02-29T23:59:59.000000001Z", 1_709_251_199_000_000_001L)]
    public void TryParse_UsualForm_AgreesWithTheGeneralReader(string text, long expected)
    {
        Assert.That(Rfc3339.TryParse(text, out var nanoseconds), Is.True);
        Assert.That(nanoseconds, Is.EqualTo(expected));
        Assert.That((long)GoTimeParser.Parse(GoLayout.Rfc3339, text), Is.EqualTo(expected));
    }

    [TestCase("2023-02-29T00:00:00Z")]
    [TestCase("2023-01-01T24:00:00Z")]
    [TestCase("2023-01-01T00:00:60Z")]
    [TestCase("2023-01-01T00:00:00+01:00")]
    [TestCase("2023-01-01T00:00:00.Z")]
    [TestCase("2023-01-01 00:00:00Z")]
    [TestCase("+023-01-01T00:00:00Z")]
    [TestCase("1969-01-01T00:00:00Z")]
    [TestCase("Z")]
    [TestCase("")]
    public void TryParse_AnyOtherForm_IsLeftToTheGeneralReader(string text) =>
        Assert.That(Rfc3339.TryParse(text, out _), Is.False);
}
