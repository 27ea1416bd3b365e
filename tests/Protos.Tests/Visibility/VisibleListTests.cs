using System.Buffers.Text;
using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Gateway.Contract.Visibility;

namespace Protos.Tests.Visibility;

/// <summary>The list of what may be seen: one spelling, bounded on both sides, and nothing but what its digest says.</summary>
[TestFixture]
public sealed class VisibleListTests
{
    [Test]
    public void TryCreate_AnyOrder_HasOneSpelling()
    {
        var list = VisibleList.TryCreate([("shop", "test"), ("shop", "production"), ("cart", "test"), ("shop", "test")]);
        Assert.That(list!.ToString(), Is.EqualTo("""[["cart","test"],["shop","production"],["shop","test"]]"""));
        Assert.That((list.Count, list.Length), Is.EqualTo((3, 55)));
        Assert.That(list.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(list.ToString())))));
        Assert.That(VisibleList.TryReadObligation(list.Obligation, out var sha256), Is.True);
        Assert.That(sha256, Is.EqualTo(list.Sha256));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1760)]
    public void TryDecode_WhatWasEncoded_IsTheSame(int count)
    {
        var list = VisibleList.TryCreate(Pairs(count, 8))!;
        Assert.That(VisibleList.TryDecode(list.Encode()!, list.Sha256, out var read), Is.True);
        Assert.That(read!.ToString(), Is.EqualTo(list.ToString()));
    }

    [Test]
    public void Encode_TheLargestOrganisation_FitsAHeader()
    {
        var list = VisibleList.TryCreate(Pairs(VisibleList.MaxPairs, 8))!;
        var start = Stopwatch.GetTimestamp();
        var encoded = list.Encode()!;
        TestContext.Out.WriteLine($"{list.Length} bytes travel as {encoded.Length} characters, packed in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms.");
        Assert.That(VisibleList.TryDecode(encoded, list.Sha256, out var read), Is.True);
        Assert.That(read!.Count, Is.EqualTo(VisibleList.MaxPairs));
    }

    [Test]
    public void TryCreate_MoreThanTheBound_IsNone()
    {
        Assert.That(VisibleList.TryCreate(Pairs(VisibleList.MaxPairs + 1, 8)), Is.Null);
        string tail = new('x', 55);
        Assert.That(VisibleList.TryCreate([.. Enumerable.Range(0, 60_000).Select(i => ($"a{i:D5}-{tail}"[..60], "test"))]), Is.Null, "the bytes");
    }

    [Test]
    public void Encode_WhatDoesNotFitAHeader_IsNone()
    {
        // Names without any pattern can't be packed.
        var list = VisibleList.TryCreate([.. Enumerable.Range(0, 20_000).Select(i => (RandomName(i), "test"))])!;
        Assert.That(list.Encode(), Is.Null);
    }

    [TestCase("Shop", "test")]
    [TestCase("-", "test")]
    [TestCase("shop", "")]
    [TestCase("shop", "a\"b")]
    [TestCase("shop", "-")]
    public void TryCreate_WhatIsNoName_IsNone(string application, string environment) =>
        Assert.That(VisibleList.TryCreate([("shop", "test"), (application, environment)]), Is.Null);

    [TestCase("""[["shop","test"],["cart","test"]]""")]
    [TestCase("""[["cart","test"],["cart","test"]]""")]
    [TestCase("""[["cart", "test"]]""")]
    [TestCase("""[["cart","test"]] """)]
    [TestCase("""[["c\u0061rt","test"]]""")]
    [TestCase("""[["cart"]]""")]
    [TestCase("""[["cart","test","eu"]]""")]
    [TestCase("""[["cart",1]]""")]
    [TestCase("""[["*","test"]]""")]
    [TestCase("""["cart","test"]""")]
    [TestCase("""[["cart","test"]""")]
    [TestCase("""[["cart","test"]]]""")]
    [TestCase("""{"cart":["test"]}""")]
    [TestCase("\"all\"")]
    [TestCase("null")]
    [TestCase("")]
    public void TryDecode_AnotherSpellingOfTheRightDigest_IsRefused(string json) =>
        Assert.That(VisibleList.TryDecode(Pack(Encoding.UTF8.GetBytes(json)), Digest(Encoding.UTF8.GetBytes(json)), out _), Is.False);

    [Test]
    public void TryDecode_AnotherDigestOrBrokenText_IsRefused()
    {
        var list = VisibleList.TryCreate([("shop", "test")])!;
        var other = VisibleList.TryCreate([("shop", "production")])!;
        var encoded = list.Encode()!;
        foreach (var text in (string[])["", "=", encoded + "=", encoded[..^2], encoded + "AAAA", " " + encoded, "AAAA", new('A', VisibleList.MaxEncodedLength + 4)])
        {
            Assert.That(VisibleList.TryDecode(text, list.Sha256, out _), Is.False, text.Length > 100 ? "too long" : text);
        }

        Assert.That(VisibleList.TryDecode(encoded, other.Sha256, out _), Is.False);
        Assert.That(VisibleList.TryDecode(other.Encode()!, list.Sha256, out _), Is.False);
    }

    [Test]
    public void TryDecode_ABomb_IsNotUnpacked()
    {
        var bomb = new byte[512 * 1024 * 1024];
        var packed = Pack(bomb);
        Assert.That(packed, Has.Length.LessThan(VisibleList.MaxEncodedLength));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(VisibleList.TryDecode(packed, Digest(bomb), out _), Is.False);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(3L * VisibleList.MaxBytes));
    }

    [TestCase("{}")]
    [TestCase("""{"visible":"all"}""")]
    [TestCase("""{"visible":{"sha256":"0000000000000000000000000000000000000000000000000000000000000000"},"x":1}""")]
    [TestCase("""{"visible":{"sha256":"000000000000000000000000000000000000000000000000000000000000000G"}}""")]
    [TestCase("""{"visible": {"sha256":"000000000000000000000000000000000000000000000000000000000000000"}}""")]
    public void TryReadObligation_AnythingElse_IsNotIt(string obligations) =>
        Assert.That(VisibleList.TryReadObligation(obligations, out _), Is.False);

    private static List<(string, string)> Pairs(int count, int environments) =>
        [.. Enumerable.Range(0, count).Select(i => ($"team{i / environments % 37}-service{i / environments}-api", $"env-{i % environments}"))];

    private static string RandomName(int seed) => "n" + Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(seed)))[..40];

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Pack(byte[] bytes)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length) + 64];
        Assert.That(BrotliEncoder.TryCompress(bytes, packed, out var written, 5, 22), Is.True);
        return Base64Url.EncodeToString(packed.AsSpan(0, written));
    }
}
