using NUnit.Framework;
using Rego.Values;

namespace Rego.Tests.Builtins;

public sealed class EncodingFunctionsTests
{
    [TestCase("ff00fe")]
    [TestCase("e697a5")]
    [TestCase("")]
    public void HexDecodeAndEncode_OfAnyBytes_GiveThemBack(string hex) =>
        Assert.That(Call.With(new BuiltinTestContext(), "hex.encode", Call.Json("hex.decode", $"\"{hex}\"")).ToString(), Is.EqualTo($"\"{hex}\""));

    [TestCase("base64.decode", "aGk=", "\"hi\"")]
    [TestCase("base64url.decode", "_-8", "\"\\xff\\xef\"")]
    [TestCase("urlquery.decode", "a%20b+c", "\"a b c\"")]
    [TestCase("json.marshal", "<a>&", "\"\\\"\\\\u003ca\\\\u003e\\\\u0026\\\"\"")]
    public void Call_OnAString_GivesOpasAnswer(string name, string text, string expected) =>
        Assert.That(Call.Json(name, $"\"{text}\"").ToString(), Is.EqualTo(expected));

    [TestCase("base64.decode", "aGk")]
    [TestCase("base64.decode", "aG k=")]
    [TestCase("hex.decode", "fg")]
    [TestCase("urlquery.decode", "%zz")]
    [TestCase("json.unmarshal", "{")]
    [TestCase("yaml.unmarshal", "[1, 2")]
    public void Call_OnAWrongEncoding_Fails(string name, string text) => Assert.That(Call.Error(name, $"\"{text}\""), Does.StartWith(name + ": "));

    [TestCase("base64.decode", "%", 0)]
    [TestCase("base64.decode", "aGk", 0, Description = "three of four characters: the group is not complete")]
    [TestCase("base64.decode", "aG k=", 2)]
    [TestCase("base64.decode", "a===", 1)]
    [TestCase("base64.decode", "aGk=x", 4)]
    [TestCase("base64.decode", "aG=x", 2)]
    [TestCase("base64url.decode", "aG+k", 2)]
    public void Base64Decode_OfAWrongText_NamesTheByte(string name, string text, int at) =>
        Assert.That(Call.Error(name, $"\"{text}\""), Is.EqualTo($"{name}: illegal base64 data at input byte {at}"));

    [TestCase("urlquery.decode", "a%20%zzb", "invalid URL escape \"%zz\"")]
    [TestCase("urlquery.decode", "a%2", "invalid URL escape \"%2\"")]
    [TestCase("urlquery.decode_object", "a=%41&b=%g", "invalid URL escape \"%g\"")]
    [TestCase("urlquery.decode_object", "a=%g&b;c", "invalid semicolon separator in query")]
    public void UrlQuery_OfBrokenTexts_TellsWhatIsWrong(string name, string text, string expected) =>
        Assert.That(Call.Error(name, $"\"{text}\""), Is.EqualTo($"{name}: {expected}"));

    [Test]
    public void JsonUnmarshal_OfHalfASurrogatePair_ReplacesIt()
    {
        var text = RegoString.From("\"\\ud800\"");
        Assert.That(Call.With(new BuiltinTestContext(), "json.unmarshal", text).ToString(), Is.EqualTo("\"\uFFFD\""));
    }
}
