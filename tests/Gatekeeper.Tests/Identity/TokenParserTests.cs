using System.Buffers.Text;
using System.Text;
using Gatekeeper.Identity;
using Gatekeeper.Seam;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

public sealed class TokenParserTests
{
    [TestCase("""{"iss": "https://id.example", "aud": "gate", "exp": 1}""", new[] { "gate" })]
    [TestCase("""{"iss": "https://id.example", "aud": ["gate", 7, "other"], "exp": 1}""", new[] { "gate", "other" })]
    [TestCase("""{"iss": "https://id.example", "exp": 1}""", new string[0])]
    public void Parse_TokenWithoutSubject_IsToldWithItsKeyAndAudiences(string claims, string[] audiences)
    {
        var error = Assert.Throws<TokenException>(() => TokenParser.Parse(Token("""{"alg": "ES256", "kid": "k"}""", claims)))!;

        Assert.That((error.Fault, error.Refusal.KeyId, error.ClaimedIssuer), Is.EqualTo((TokenFault.Subject, "k", "https://id.example")));
        Assert.That(error.Refusal.Audiences, Is.EqualTo(audiences));
        Assert.That(error.Refusal.Issuer, Is.Null, "whether it is trusted is not known here");
    }

    [Test]
    public void Parse_TokenWithoutKeyId_IsToldWithout()
    {
        var error = Assert.Throws<TokenException>(() => TokenParser.Parse(Token("""{"alg": "ES256"}""", """{"iss": "https://id.example", "sub": "a", "aud": "gate", "exp": 1}""")))!;

        Assert.That((error.Fault, error.Refusal.KeyId), Is.EqualTo((TokenFault.KeyId, (string?)null)));
    }

    // What the library reads and nobody here asks for: it refused them as if the signature were wrong.
    [TestCase("""{"alg": "ES256", "kid": "k"}""", """{"iss": "https://id.example", "sub": "a", "aud": "gate", "exp": 1, "jti": 7}""", nameof(TokenFault.Claims))]
    [TestCase("""{"alg": "ES256", "kid": "k"}""", """{"iss": "https://id.example", "sub": "a", "aud": "gate", "exp": 1, "jti": ["7"]}""", nameof(TokenFault.Claims))]
    [TestCase("""{"alg": "ES256", "kid": "k", "cty": 1}""", """{"iss": "https://id.example", "sub": "a", "aud": "gate", "exp": 1}""", nameof(TokenFault.HeaderParameter))]
    [TestCase("""{"alg": "ES256", "kid": "k", "x5t": {}}""", """{"iss": "https://id.example", "sub": "a", "aud": "gate", "exp": 1}""", nameof(TokenFault.HeaderParameter))]
    public void Parse_MemberThatIsNoText_IsToldAsThat(string header, string claims, string expected) =>
        Assert.That(Assert.Throws<TokenException>(() => TokenParser.Parse(Token(header, claims)))!.Fault.ToString(), Is.EqualTo(expected));

    private static string Token(string header, string claims) =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.AAAA";
}
