using Gatekeeper.Calls;
using Gatekeeper.Seam;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

public sealed class GrpcTimeoutTests
{
    [TestCase("1H", 3_600_000)]
    [TestCase("2M", 120_000)]
    [TestCase("3S", 3_000)]
    [TestCase("00000004m", 4)]
    [TestCase("5000u", 5)]
    [TestCase("6000000n", 6)]
    public void Read_Timeout_HasItsUnit(string header, double milliseconds) =>
        Assert.That(GrpcTimeout.Read(header)!.Value.TotalMilliseconds, Is.EqualTo(milliseconds));

    [Test]
    public void Read_LargestHours_DoesNotOverflow() => Assert.That(GrpcTimeout.Read("99999999H"), Is.EqualTo(TimeSpan.FromDays(365)));

    [TestCase(null)]
    [TestCase("")]
    public void Read_None_IsNone(string? header) => Assert.That(GrpcTimeout.Read(header), Is.Null);

    [TestCase("1")]
    [TestCase("S")]
    [TestCase("1s")]
    [TestCase("+1S")]
    [TestCase("-1S")]
    [TestCase(" 1S")]
    [TestCase("1.5S")]
    [TestCase("123456789S")]
    public void Read_OtherForm_IsRefused(string header) => Assert.That(() => GrpcTimeout.Read(header), Throws.TypeOf<CallException>());

    [Test]
    public void Write_AnyTime_HasAtMostEightDigits()
    {
        Assert.That(GrpcTimeout.Write(TimeSpan.FromMilliseconds(1.5)), Is.EqualTo("1m"));
        Assert.That(GrpcTimeout.Write(TimeSpan.FromDays(7)), Is.EqualTo("99999999m"));
    }
}
