using Gateway.Hosting.Rpc;

namespace Hosting.Tests.Rpc;

[TestFixture]
internal sealed class GrpcFrameTests
{
    [Test]
    public void Allocate_Length_IsAWholeUncompressedFrame()
    {
        var frame = GrpcFrame.Allocate(300);

        Assert.That(GrpcFrame.TryReadHead(frame, out var isCompressed, out var length), Is.True);
        Assert.That((isCompressed, length, frame.Length, GrpcFrame.IsWhole(frame)), Is.EqualTo((false, 300u, 305, true)));
    }

    [TestCase(new byte[] { 0, 0, 0, 0 })]
    [TestCase(new byte[] { 0, 0, 0, 0, 1 })]
    [TestCase(new byte[] { 0, 0, 0, 0, 0, 1 })]
    [TestCase(new byte[] { 2, 0, 0, 0, 0 })]
    [TestCase(new byte[] { 0, 255, 255, 255, 255, 1 })]
    public void IsWhole_AnythingElse_IsNot(byte[] frame) => Assert.That(GrpcFrame.IsWhole(frame), Is.False);
}
