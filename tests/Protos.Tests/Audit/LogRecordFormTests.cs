using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Contract.Audit;
using Gateway.Contract.Text;

namespace Protos.Tests.Audit;

public sealed class LogRecordFormTests
{
    [TestCase("""{"seq":7,"a":"\u00e9"}""", Description = "As earlier versions wrote it.")]
    [TestCase("""{"seq":7,"a":"é配😀"}""")]
    public void TryReadSequence_TextThatShowsItself_IsARecord(string line)
    {
        Assert.That(LogRecordForm.TryReadSequence(Encoding.UTF8.GetBytes(line), out var sequence), Is.True);
        Assert.That(sequence, Is.EqualTo(7));
    }

    [TestCase("\u0001")]
    [TestCase("\u007f")]
    [TestCase("\u0085")]
    [TestCase("\u00a0")]
    [TestCase("\u00ad")]
    [TestCase("\u200b")]
    [TestCase("\u2028")]
    [TestCase("\u2029")]
    [TestCase("\u202e")]
    [TestCase("\u2066")]
    [TestCase("\u05d0")]
    [TestCase("\ufeff")]
    [TestCase("\ufffd")]
    [TestCase("\ue000")]
    [TestCase("\U000e0041")]
    public void TryReadSequence_TextThatDoesNot_IsNone(string text) =>
        Assert.That(LogRecordForm.TryReadSequence(Encoding.UTF8.GetBytes($$"""{"seq":7,"a":"{{text}}"}"""), out _), Is.False);

    [TestCase(new byte[] { 0xC0, 0xA2 }, Description = "Overlong.")]
    [TestCase(new byte[] { 0xED, 0xA0, 0x80 }, Description = "A surrogate.")]
    [TestCase(new byte[] { 0xE9 }, Description = "Latin-1.")]
    [TestCase(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, Description = "Beyond Unicode.")]
    public void TryReadSequence_BytesThatAreNoUtf8_IsNone(byte[] bytes) =>
        Assert.That(LogRecordForm.TryReadSequence([.. "{\"seq\":7,\"a\":\""u8, .. bytes, .. "\"}"u8], out _), Is.False);

    [Test]
    public void WriteString_EveryCodeUnit_IsReadAsItWasAndHasTheFormOfTheLog()
    {
        var buffer = new byte[64];
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var text = char.IsSurrogate((char)c) ? char.ConvertFromUtf32(0x10000 + ((c & 0x7FF) << 9)) : ((char)c).ToString();
            var json = buffer.AsSpan(0, VisibleJson.WriteString(text, buffer));
            var line = Encoding.UTF8.GetBytes($$"""{"seq":7,"a":{{Encoding.UTF8.GetString(json)}}}""");
            using var record = JsonDocument.Parse(line);
            if (!LogRecordForm.TryReadSequence(line, out _) || record.RootElement.GetProperty("a").GetString() != text)
            {
                Assert.Fail($"{c:x4}");
            }
        }
    }

    [Test]
    public void WriteString_LoneSurrogate_IsEscaped()
    {
        var buffer = new byte[64];
        Assert.That(Encoding.UTF8.GetString(buffer, 0, VisibleJson.WriteString("a\ud800é\udc00", buffer)), Is.EqualTo("\"a\\ud800é\\udc00\""));
    }

    [Test]
    public void Contains_WhatTheRuntimeKnowsAsInvisible_IsNot()
    {
        UnicodeCategory[] invisible =
        [
            UnicodeCategory.Control, UnicodeCategory.Format, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator, UnicodeCategory.SpaceSeparator,
            UnicodeCategory.PrivateUse, UnicodeCategory.Surrogate,
        ];
        var wrong = Enumerable.Range(0x21, 0x10FFFF - 0x20).Where(Rune.IsValid).Select(value => new Rune(value))
            .Where(rune => VisibleText.Contains(rune) && invisible.Contains(Rune.GetUnicodeCategory(rune)));
        Assert.That(wrong.Select(rune => $"{rune.Value:x}"), Is.Empty);
    }
}
