using Deployer.Artifacts;

namespace Deployer.Tests.Artifacts;

[TestFixture]
internal sealed class ChecksumFileTests
{
    private const string Name = "web-1.0.6.tar.gz";
    private const string Digest = "95221e724c76e3d7a3f0a6e9c0c3e9b9a7f0d5a1b2c3d4e5f60718293a4b5c6d";
    private const string Other = "05221e724c76e3d7a3f0a6e9c0c3e9b9a7f0d5a1b2c3d4e5f60718293a4b5c6d";
    private const string Upper = "95221E724C76E3D7A3F0A6E9C0C3E9B9A7F0D5A1B2C3D4E5F60718293A4B5C6D";

    [TestCase(Digest)]
    [TestCase(Digest + "\n\n")]
    [TestCase(Upper + "\r\n")]
    [TestCase(Digest + "  " + Name + "\r\n")]
    [TestCase(Digest + " *" + Name)]
    [TestCase(Digest + "  dist/" + Name)]
    [TestCase(Digest + "  ./" + Name)]
    [TestCase(Upper + "  C:\\build\\" + Name)]
    [TestCase("SHA256 (" + Name + ") = " + Digest)]
    [TestCase("SHA256(dist/" + Name + ")= " + Digest)]
    [TestCase("SHA2-256(" + Name + ")= " + Digest)]
    [TestCase("# made by a tool\n" + Digest + "  " + Name)]
    [TestCase(Other + "  web-1.0.6.zip\n" + Digest + "  " + Name)]
    [TestCase(Digest + "  " + Name + "\n" + Digest + "  ./" + Name)]
    [TestCase("SHA256 hash of " + Name + ":\r\n" + Digest + "\r\nCertUtil: -hashfile command completed successfully.\r\n")]
    [TestCase("SHA256 hash of file " + Name + ":\r\n95 22 1e 72 4c 76 e3 d7 a3 f0 a6 e9 c0 c3 e9 b9 a7 f0 d5 a1 b2 c3 d4 e5 f6 07 18 29 3a 4b 5c 6d\r\n")]
    [TestCase("\r\nAlgorithm : SHA256\r\nHash      : " + Upper + "\r\nPath      : C:\\build\\" + Name + "\r\n")]
    [TestCase("Algorithm       Hash                 Path\n---------       ----\nSHA256          " + Upper + "       C:\\build\\" + Name)]
    public void Parse_FormOfATool_GivesTheDigest(string text) => Assert.That(ChecksumFile.Parse(text, Name), Is.EqualTo("sha256:" + Digest));

    [TestCase("")]
    [TestCase("95221e72")]
    [TestCase(Digest + "00")]
    [TestCase(Digest + "  other.tar.gz")]
    [TestCase(Digest + "  " + Name + ".old")]
    [TestCase(Digest + "  x" + Name)]
    [TestCase(Digest + "  other.tar.gz\n" + Digest)]
    [TestCase(Digest + "  " + Name + "\n" + Other + "  " + Name)]
    [TestCase(Digest + "\n" + Other)]
    [TestCase(Digest + "  " + Name + "\n" + Other)]
    [TestCase("SHA512 (" + Name + ") = " + Digest)]
    [TestCase("SHA256 hash of other.tar.gz:\n" + Digest)]
    public void Parse_AnythingElse_GivesNone(string text) => Assert.That(ChecksumFile.Parse(text, Name), Is.Null);
}
