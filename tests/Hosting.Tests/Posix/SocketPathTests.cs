using Gateway.Hosting.Posix;

namespace Hosting.Tests.Posix;

[TestFixture]
internal sealed class SocketPathTests
{
    [TestCase("/run/x.sock", true)]
    [TestCase("", false)]
    [TestCase("/run/\0.sock", false)]
    public void IsValid_Path_IsWhatASocketCanHave(string path, bool expected) => Assert.That(SocketPath.IsValid(path), Is.EqualTo(expected));

    [TestCase('a', 107, true)]
    [TestCase('a', 108, false)]
    [TestCase('ü', 54, false)]
    public void IsValid_LongPath_CountsBytes(char character, int count, bool expected) => Assert.That(SocketPath.IsValid(new string(character, count)), Is.EqualTo(expected));
}
