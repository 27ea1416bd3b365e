using Gateway.Hosting.Rpc;
using Grpc.Core;

namespace Hosting.Tests.Rpc;

/// <summary>A line of the log never ends at its colon.</summary>
[TestFixture]
internal sealed class StatusTextTests
{
    [TestCase("", "it did not answer; is it running?")]
    [TestCase("no room\u001b[31m", "no room [31m")]
    public void Of_Status_HasWords(string detail, string expected) =>
        Assert.That(StatusText.Of(new Status(StatusCode.Cancelled, detail)), Is.EqualTo(expected));
}
