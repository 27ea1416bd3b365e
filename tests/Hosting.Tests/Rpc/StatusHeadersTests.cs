using Deploy.V1;
using Gateway.Hosting.Rpc;
using Grpc.Core;

namespace Hosting.Tests.Rpc;

[TestFixture]
internal sealed class StatusHeadersTests
{
    [Test]
    public void Of_Status_ReadsBackAsItself()
    {
        var status = ErrorStatus.Create(StatusCode.Unavailable, ErrorReason.ShuttingDown, "100 % ü");

        var headers = StatusHeaders.Of(status).ToDictionary(header => header.Name, header => header.Value);

        Assert.That((headers["grpc-status"], headers["grpc-message"]), Is.EqualTo(("14", "100 %25 %C3%BC")));
        Assert.That(headers["grpc-status-details-bin"], Does.Not.EndWith("="));
        Assert.That(StatusHeaders.ReadDetails(headers["grpc-status-details-bin"]), Is.EqualTo(status));
    }

    [TestCase("plain", "plain")]
    [TestCase("100 %", "100 %25")]
    [TestCase("a\nb", "a%0Ab")]
    [TestCase("ü", "%C3%BC")]
    public void Encode_AnyText_IsPrintableAscii(string message, string expected) => Assert.That(StatusHeaders.Encode(message), Is.EqualTo(expected));

    [TestCase("*")]
    [TestCase("/w")]
    public void ReadDetails_NoStatus_IsNull(string value) => Assert.That(StatusHeaders.ReadDetails(value), Is.Null);
}
