using System.Text;
using Deploy.V1;
using Gateway.Contract.Wire;
using Google.Protobuf;
using NUnit.Framework;

namespace Protos.Tests.Wire;

public sealed class StrictWireTests
{
    private static readonly byte[] Valid = new CreateDeploymentRequest
    {
        Application = "shop",
        Environment = "test",
        Version = "1.0.0",
        Annotations = { ["a"] = "1", ["b"] = "2" },
    }.ToByteArray();

    [Test]
    public void Check_EveryFieldSet_FindsNothing()
    {
        var deployment = new Deployment
        {
            DeploymentId = "d",
            State = Deployment.Types.State.Superseded,
            Attempts = int.MinValue,
            CreateTime = new() { Seconds = -1, Nanos = 5 },
            Annotations = { [""] = "x", ["ü"] = "" },
            Approvals = { new Approval { Comment = "c" }, new Approval() },
        };

        Assert.That(StrictWire.Check(deployment.ToByteArray(), Deployment.Descriptor), Is.EqualTo(WireFault.None));
    }

    [Test]
    public void Check_EmptyMessage_FindsNothing() =>
        Assert.That(StrictWire.Check([], CreateDeploymentRequest.Descriptor), Is.EqualTo(WireFault.None));

    [Test]
    public void Check_ExplicitDefault_FindsNothing() =>
        Assert.That(StrictWire.Check([0x22, 0x00], CreateDeploymentRequest.Descriptor), Is.EqualTo(WireFault.None));

    [Test]
    public void Check_SingularFieldTwice_FindsDuplicate()
    {
        byte[] twice = [.. Valid, 0x0A, 4, .. "shop"u8];

        Assert.That(StrictWire.Check(twice, CreateDeploymentRequest.Descriptor), Is.EqualTo(new WireFault(WireFaultKind.DuplicateField, "application")));
    }

    [Test]
    public void Check_MapKeyTwice_FindsDuplicate()
    {
        byte[] twice = [.. Valid, 0x32, 6, 0x0A, 1, (byte)'a', 0x12, 1, (byte)'9'];

        Assert.That(StrictWire.Check(twice, CreateDeploymentRequest.Descriptor), Is.EqualTo(new WireFault(WireFaultKind.DuplicateField, "annotations")));
    }

    [Test]
    public void Check_AbsentAndEmptyMapKey_FindsDuplicate()
    {
        byte[] twice = [0x32, 3, 0x12, 1, (byte)'9', 0x32, 5, 0x0A, 0, 0x12, 1, (byte)'8'];

        Assert.That(StrictWire.Check(twice, CreateDeploymentRequest.Descriptor).Kind, Is.EqualTo(WireFaultKind.DuplicateField));
    }

    [Test]
    public void Check_KeyTwiceInsideOneMapEntry_FindsDuplicate()
    {
        byte[] twice = [0x32, 6, 0x0A, 1, (byte)'a', 0x0A, 1, (byte)'b'];

        Assert.That(StrictWire.Check(twice, CreateDeploymentRequest.Descriptor).Kind, Is.EqualTo(WireFaultKind.DuplicateField));
    }

    [TestCase(new byte[] { 0x7A, 0 }, "15")]
    [TestCase(new byte[] { 0xFA, 0x7F, 0 }, "2047")]
    public void Check_UndeclaredNumber_FindsUnknownField(byte[] field, string number) =>
        Assert.That(
            StrictWire.Check([.. Valid, .. field], CreateDeploymentRequest.Descriptor), Is.EqualTo(new WireFault(WireFaultKind.UnknownField, number)));

    [TestCase("0A04FFFEFDFC", TestName = "bad UTF-8")]
    [TestCase("0A03EDA080", TestName = "a lone surrogate")]
    [TestCase("0A05AABB", TestName = "a length over the end")]
    [TestCase("0A", TestName = "no length")]
    [TestCase("0A8400AABBCCDD", TestName = "a length in a longer form")]
    [TestCase("8A0004AABBCCDD", TestName = "a tag in a longer form")]
    [TestCase("0801", TestName = "a varint for a string")]
    [TestCase("0B0C", TestName = "a group")]
    [TestCase("0D01020304", TestName = "four bytes for a string")]
    [TestCase("0701", TestName = "wire type 7 on number 0")]
    [TestCase("0002", TestName = "number 0")]
    [TestCase("FFFFFFFFFFFFFFFFFFFF01", TestName = "a tag of eleven bytes")]
    public void Check_NotAnEncoding_FindsMalformed(string hexadecimal) =>
        Assert.That(
            StrictWire.Check(Convert.FromHexString(hexadecimal), CreateDeploymentRequest.Descriptor).Kind, Is.EqualTo(WireFaultKind.Malformed));

    [TestCase("1810", TestName = "an enum number after the last")]
    [TestCase("18FFFFFFFFFFFFFFFFFF01", TestName = "a negative enum number")]
    [TestCase("188180808010", TestName = "an enum number over 32 bits")]
    [TestCase("20FFFFFFFF0F", TestName = "page_size over the largest int32")]
    public void Check_ValueOutOfRange_FindsMalformed(string hexadecimal) =>
        Assert.That(
            StrictWire.Check(Convert.FromHexString(hexadecimal), ListDeploymentsRequest.Descriptor).Kind, Is.EqualTo(WireFaultKind.Malformed));

    [Test]
    public void Check_NegativeInt32_FindsNothing() =>
        Assert.That(
            StrictWire.Check(new ListDeploymentsRequest { PageSize = -1 }.ToByteArray(), ListDeploymentsRequest.Descriptor), Is.EqualTo(WireFault.None));

    [Test]
    public void Check_TruncatedAnywhere_NeverReadsAsTheWhole()
    {
        for (var length = 0; length < Valid.Length; length++)
        {
            var part = Valid.AsSpan(0, length);
            var fault = StrictWire.Check(part, CreateDeploymentRequest.Descriptor);
            if (fault == WireFault.None)
            {
                var parsed = CreateDeploymentRequest.Parser.ParseFrom(part);
                Assert.That(parsed.ToByteArray(), Is.EqualTo(part.ToArray()));
            }
        }
    }

    [Test]
    public void Check_EveryBitFlipped_AcceptsOnlyWhatTheParserReadsToo()
    {
        for (var bit = 0; bit < Valid.Length * 8; bit++)
        {
            var flipped = (byte[])Valid.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            if (StrictWire.Check(flipped, CreateDeploymentRequest.Descriptor) == WireFault.None)
            {
                Assert.That(() => CreateDeploymentRequest.Parser.ParseFrom(flipped), Throws.Nothing, Encoding.Latin1.GetString(flipped));
            }
        }
    }

    [Test]
    public void Check_TenThousandMapEntries_EndsSoon()
    {
        var request = new CreateDeploymentRequest();
        for (var i = 0; i < 10_000; i++)
        {
            request.Annotations[$"key-{i}"] = "v";
        }

        Assert.That(StrictWire.Check(request.ToByteArray(), CreateDeploymentRequest.Descriptor), Is.EqualTo(WireFault.None));
    }
}
