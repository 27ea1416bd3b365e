using System.Net.Sockets;
using Gatekeeper.Forwarding;
using NUnit.Framework;

namespace Gatekeeper.Tests.Forwarding;

public sealed class DeployerErrorsTests
{
    [Test]
    public void ProblemOf_PathWithoutASocket_SaysSo()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var missing = new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock"));
        var cause = Assert.Throws<SocketException>(() => socket.Connect(missing))!;

        Assert.That(DeployerErrors.ProblemOf(new HttpRequestException("no connection", cause)), Is.EqualTo("No socket is there; is the deployer running?"));
    }

    [Test]
    public void ProblemOf_AnythingElse_IsItsOwnText() =>
        Assert.That(DeployerErrors.ProblemOf(new HttpRequestException("no connection", new IOException("another user's"))), Is.EqualTo("another user's"));
}
