using NUnit.Framework;
using Rego.Errors;
using Rego.Values;

namespace Rego.Tests.Builtins;

public sealed class TokenFunctionsTests
{
    private const string Key = "{\"kty\": \"oct\", \"k\": \"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}";
    private const string Secret = "a shared secret of a test";

    private static RegoValue SignedWithSecret(string claims)
    {
        var key = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Call.Json("io.jwt.encode_sign", "{\"alg\": \"HS256\", \"typ\": \"JWT\"}", claims, $"{{\"kty\": \"oct\", \"k\": \"{key}\"}}");
    }

    [TestCase("{\"secret\": \"a shared secret of a test\"}", true)]
    [TestCase("{\"secret\": \"another\"}", false)]
    [TestCase("{\"secret\": \"a shared secret of a test\", \"alg\": \"HS512\"}", false)]
    [TestCase("{\"secret\": \"a shared secret of a test\", \"iss\": \"someone\"}", false)]
    [TestCase("{\"secret\": \"a shared secret of a test\", \"aud\": \"shop\"}", false)]
    [TestCase("{\"secret\": \"a shared secret of a test\", \"time\": 2000000000000000000}", false)]
    public void DecodeVerify_OfConstraints_AcceptsOnlyWhatMeetsAll(string constraints, bool expected)
    {
        var token = SignedWithSecret("{\"sub\": \"x\", \"exp\": 1900000000}");
        var answer = (RegoArray)Call.With(new BuiltinTestContext("io.jwt.decode_verify"), "io.jwt.decode_verify", token, Call.Value(constraints));
        Assert.That(answer[0], Is.EqualTo(RegoBoolean.From(expected)));
        Assert.That(((RegoObject)answer[2]).Count, Is.EqualTo(expected ? 2 : 0));
    }

    [Test]
    public void DecodeVerify_AudienceThatNobodyAskedFor_IsRefused()
    {
        var token = SignedWithSecret("{\"aud\": \"shop\"}");
        var answer = (RegoArray)Call.With(new BuiltinTestContext(), "io.jwt.decode_verify", token, Call.Value($"{{\"secret\": \"{Secret}\"}}"));
        Assert.That(answer[0], Is.EqualTo(RegoBoolean.False));
    }

    [Test]
    public void DecodeVerify_WithoutAKey_Fails()
    {
        var error = Assert.Throws<RegoEvaluationException>(
            () => Call.With(new BuiltinTestContext(), "io.jwt.decode_verify", SignedWithSecret("{}"), RegoObject.Empty))!;
        Assert.That(error.Message, Does.Contain("no key constraint"));
    }

    [Test]
    public void EncodeSign_OfRfc7515sEmptyPayload_GivesTheKnownToken() =>
        Assert.That(
            Call.Json("io.jwt.encode_sign", "{\"alg\": \"HS256\", \"typ\": \"JWT\"}", "{}", Key).ToString(),
            Is.EqualTo("\"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.6cvao8lnOu6FAdK68jQFcDMXOmaWNwWiYhCgijd-AD8\""));

    [TestCase("a.b", "3 sections")]
    [TestCase("abc", "no period")]
    [TestCase("e30.e30.!", "signature")]
    public void Decode_OfNoToken_Fails(string token, string problem) =>
        Assert.That(Call.Error("io.jwt.decode", $"\"{token}\""), Does.Contain(problem));
}
