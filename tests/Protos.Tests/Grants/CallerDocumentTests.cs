using System.Security.Cryptography;
using System.Text;
using Gateway.Contract.Grants;

namespace Protos.Tests.Grants;

[TestFixture]
public sealed class CallerDocumentTests
{
    private static readonly CallerDocument Document = CallerDocument.TryCreate("""{"subject":"a","claims":{"b":1,"a":[true,null,1.50]}}""", "rest", "192.0.2.1")!;

    [Test]
    public void TryCreate_AnySpelling_GivesOneDocument()
    {
        var other = CallerDocument.TryCreate(""" { "claims" : { "a":[true, null ,1.50], "\u0062": 1 }, "subject":"\u0061" } """, "rest", "192.0.2.1")!;
        Assert.That(other.Bytes.ToArray(), Is.EqualTo(Document.Bytes.ToArray()));
        Assert.That(Encoding.ASCII.GetString(Document.Bytes.Span), Is.EqualTo(
            """{"caller":{"claims":{"a":[true,null,1.50],"b":1},"subject":"a"},"channel":"rest","remote_ip":"192.0.2.1"}"""));
    }

    [Test]
    public void Sha256_OfADocument_IsThatOfItsBytes() => Assert.That(Document.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Document.Bytes.Span))));

    [Test]
    public void TryDecode_WhatWasEncoded_IsTheSame()
    {
        Assert.That(CallerDocument.TryDecode(Document.Encode(), Document.Sha256, out var read), Is.True);
        Assert.That((read!.CallerJson, read.Channel, read.RemoteIp), Is.EqualTo(("""{"claims":{"a":[true,null,1.50],"b":1},"subject":"a"}""", "rest", "192.0.2.1")));
        Assert.That(read.Bytes.ToArray(), Is.EqualTo(Document.Bytes.ToArray()));
    }

    [Test]
    public void TryCreate_TextThatSteersATerminal_IsKeptAsAscii()
    {
        const string Subject = "a\u202e\u2028\"é😀";
        var document = CallerDocument.TryCreate($$"""{"subject":{{System.Text.Json.JsonSerializer.Serialize(Subject)}}}""", "grpc", "::1")!;
        Assert.That(Encoding.UTF8.GetString(document.Bytes.Span), Does.Not.Match("[^ -~]"));
        Assert.That(System.Text.Json.JsonDocument.Parse(document.CallerJson).RootElement.GetProperty("subject").GetString(), Is.EqualTo(Subject));
    }

    [Test]
    public void TryCreate_TheLongestAndOneByteMore_IsADocumentAndIsNone()
    {
        const string Around = """{"caller":{"s":""},"channel":"rest","remote_ip":"::1"}""";
        var longest = CallerDocument.TryCreate($$"""{"s":"{{new string('x', CallerDocument.MaxBytes - Around.Length)}}"}""", "rest", "::1");
        Assert.That(longest!.Bytes.Length, Is.EqualTo(CallerDocument.MaxBytes));
        Assert.That(longest.Encode(), Has.Length.EqualTo(CallerDocument.MaxEncodedLength));
        Assert.That(CallerDocument.TryDecode(longest.Encode(), longest.Sha256, out _), Is.True);
        Assert.That(CallerDocument.TryCreate($$"""{"s":"{{new string('x', CallerDocument.MaxBytes - Around.Length + 1)}}"}""", "rest", "::1"), Is.Null);
    }

    [TestCase("[]")]
    [TestCase("\"a\"")]
    [TestCase("""{"a":1,"a":2}""")]
    [TestCase("""{"a":"\ud800"}""")]
    [TestCase("""{"a":1""")]
    [TestCase("""{},"channel":"grpc","x":{}""")]
    public void TryCreate_NoCaller_IsNull(string caller) => Assert.That(CallerDocument.TryCreate(caller, "rest", "::1"), Is.Null);

    [Test]
    public void TryCreate_NestedTooDeeply_IsNull() =>
        Assert.That(CallerDocument.TryCreate($$"""{"a":{{new string('[', 40)}}{{new string(']', 40)}}}""", "rest", "::1"), Is.Null);

    [TestCase("", "::1")]
    [TestCase("re\nst", "::1")]
    [TestCase("a-channel-of-17-c", "::1")]
    [TestCase("rest", "")]
    public void TryCreate_NoChannelOrAddress_IsNull(string channel, string remoteIp) => Assert.That(CallerDocument.TryCreate("{}", channel, remoteIp), Is.Null);

    [TestCase("""{"caller":{},"channel":"rest","remote_ip":"::1"} """)]
    [TestCase("""{"channel":"rest","caller":{},"remote_ip":"::1"}""")]
    [TestCase("""{"caller":{"a":"\u0062"},"channel":"rest","remote_ip":"::1"}""")]
    [TestCase("""{"caller":{},"channel":"rest","remote_ip":"::1","x":1}""")]
    [TestCase("""{"caller":{},"channel":"rest"}""")]
    [TestCase("""{"caller":[],"channel":"rest","remote_ip":"::1"}""")]
    [TestCase("null")]
    [TestCase("")]
    public void TryRead_NotTheOneSpelling_IsFalseThoughTheDigestFits(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.That(CallerDocument.TryRead(bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)), out _), Is.False);
    }

    [Test]
    public void TryRead_AnyByteChanged_IsFalse()
    {
        for (var i = 0; i < Document.Bytes.Length; i++)
        {
            var bytes = Document.Bytes.ToArray();
            bytes[i] ^= 1;
            Assert.That(CallerDocument.TryRead(bytes, Document.Sha256, out _), Is.False, $"at {i}");
        }
    }

    [TestCase("deploy", true)]
    [TestCase("cancel", true)]
    [TestCase("approve", true)]
    [TestCase("reject", true)]
    [TestCase("rollback", true)]
    [TestCase("withdraw", true)]
    [TestCase("hold", true)]
    [TestCase("release", true)]
    [TestCase("an_unknown_one", true)]
    [TestCase("get", false)]
    [TestCase("list", false)]
    [TestCase("watch", false)]
    [TestCase("worker_status", false)]
    [TestCase("install_session_key", false)]
    [TestCase("watch_decision_requests", false)]
    [TestCase("execute", false)]
    [TestCase("refuse_execution", false)]
    public void HasCallerDocument_EachAction_IsOfCallersThatChangeSomething(string action, bool expected) =>
        Assert.That(GrantFormat.HasCallerDocument(action), Is.EqualTo(expected));
}
