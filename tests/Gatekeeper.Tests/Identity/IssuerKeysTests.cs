using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gatekeeper.Identity;
using Gatekeeper.Tests.Support;
using NUnit.Framework;

namespace Gatekeeper.Tests.Identity;

/// <summary>Which entries of real and odd key sets may verify, for which algorithm. An entry that is not fit costs the others nothing.</summary>
public sealed class IssuerKeysTests
{
    private static readonly RSAParameters Rsa = NewRsa(2048);
    private static readonly RSAParameters OtherRsa = NewRsa(2048);
    private static readonly JsonObject Good = Ec(ECCurve.NamedCurves.nistP256, "P-256", "good");

    private static IEnumerable<TestCaseData> Unfit()
    {
        yield return Case("RSA of 1,024 bits", RsaKey(NewRsa(1024)), "1024 bits");
        yield return Case("RSA of 2,047 bits", Change(RsaKey(Rsa), "n", Shorter(Rsa)), "bits");
        yield return Case("RSA of 16,384 bits", Change(RsaKey(Rsa), "n", Long(2048)), "16384 bits");
        yield return Case("exponent 1", Change(RsaKey(Rsa), "e", "AQ"), "no RSA key");
        yield return Case("exponent 2", Change(RsaKey(Rsa), "e", "Ag"), "no RSA key");
        yield return Case("exponent of nothing", Change(RsaKey(Rsa), "e", "AA"), "no RSA key");
        yield return Case("even modulus", Change(RsaKey(Rsa), "n", Even(Rsa)), "no RSA key");
        yield return Case("modulus that is no base64url", Change(RsaKey(Rsa), "n", "+/=="), "not base64url");
        yield return Case("no modulus", Change(RsaKey(Rsa), "n", null), "not base64url");
        yield return Case("for encryption", Change(RsaKey(Rsa), "use", "enc"), "use is not sig");
        yield return Case("algorithm of encryption", Change(RsaKey(Rsa), "alg", "RSA-OAEP"), "alg is none");
        yield return Case("algorithm none", Change(RsaKey(Rsa), "alg", "none"), "alg is none");
        yield return Case("algorithm of another kind", Change(RsaKey(Rsa), "alg", "ES256"), "another kind");
        yield return Case("to sign with", Change(RsaKey(Rsa), "key_ops", new JsonArray("sign")), "key_ops");
        yield return Case("to wrap with", Change(RsaKey(Rsa), "key_ops", new JsonArray("wrapKey", "unwrapKey")), "key_ops");
        yield return Case("private", Change(RsaKey(Rsa), "d", "AQAB"), "private key");
        foreach (var part in (string[])["p", "q", "dp", "dq", "qi"])
        {
            yield return Case($"private by its {part}", Change(RsaKey(Rsa), part, "AQAB"), "private key");
        }

        yield return Case("private on a curve", Change(Ec(ECCurve.NamedCurves.nistP256, "P-256"), "d", "AQAB"), "private key");
        yield return Case("no kid", Change(RsaKey(Rsa), "kid", null), "no kid");
        yield return Case("empty kid", Change(RsaKey(Rsa), "kid", ""), "no kid");
        yield return Case("endless kid", Change(RsaKey(Rsa), "kid", new string('k', 300)), "no kid");
        yield return Case("symmetric", new JsonObject { ["kty"] = "oct", ["kid"] = "x", ["k"] = "AAAA" }, "kty is neither");
        yield return Case("Edwards curve", new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["kid"] = "x", ["x"] = "AAAA" }, "kty is neither");
        yield return Case("no kty", Change(RsaKey(Rsa), "kty", null), "");
        yield return Case("another curve", Change(Good, "crv", "secp256k1"), "crv is none");
        yield return Case("curve of another length", Change(Good, "crv", "P-384"), "no point");
        yield return Case("no point of the curve", Change(Good, "x", Good["y"]!.GetValue<string>()), "no point");
        yield return Case("algorithm of another curve", Change(Good, "alg", "ES384"), "another kind");
        yield return Case("a text", JsonValue.Create("key"), "");
        yield return Case("null", null, "");
        yield return Case("a number as kid", Change(RsaKey(Rsa), "kid", JsonValue.Create(1)), "");
    }

    [TestCaseSource(nameof(Unfit))]
    public void Parse_EntryThatIsNotFit_CostsThatEntryAlone(JsonNode? entry, string fault)
    {
        var keys = IssuerKeys.Parse(Set(Good, entry), 0);

        Assert.Multiple(() =>
        {
            Assert.That(keys.Count, Is.EqualTo(1));
            Assert.That(keys.Find("good", "ES256"), Is.Not.Null);
            Assert.That(keys.LeftOut.Single(), Does.Contain(fault));
            Assert.That(TokenAlgorithms.Default.Any(algorithm => keys.Find("x", algorithm) is not null), Is.False);
        });
    }

    private static IEnumerable<TestCaseData> Fit()
    {
        yield return new TestCaseData(RsaKey(Rsa), "RS256 RS384 RS512 PS256 PS384 PS512").SetArgDisplayNames("RSA without alg");
        yield return new TestCaseData(Change(RsaKey(Rsa), "alg", "PS256"), "PS256").SetArgDisplayNames("RSA with alg");
        yield return new TestCaseData(Change(RsaKey(Rsa), "key_ops", new JsonArray("verify")), "RS256 RS384 RS512 PS256 PS384 PS512").SetArgDisplayNames("key_ops");
        yield return new TestCaseData(Change(RsaKey(Rsa), "use", null), "RS256 RS384 RS512 PS256 PS384 PS512").SetArgDisplayNames("no use");
        yield return new TestCaseData(Change(RsaKey(Rsa), "x5c", new JsonArray("MIIB")), "RS256 RS384 RS512 PS256 PS384 PS512").SetArgDisplayNames("x5c is not looked at");
        yield return new TestCaseData(Ec(ECCurve.NamedCurves.nistP256, "P-256"), "ES256").SetArgDisplayNames("P-256");
        yield return new TestCaseData(Ec(ECCurve.NamedCurves.nistP384, "P-384"), "ES384").SetArgDisplayNames("P-384");
        yield return new TestCaseData(Ec(ECCurve.NamedCurves.nistP521, "P-521"), "ES512").SetArgDisplayNames("P-521");
    }

    [TestCaseSource(nameof(Fit))]
    public void Find_FitKey_ServesWhatItNames(JsonObject entry, string algorithms)
    {
        var keys = IssuerKeys.Parse(Set(entry), 0);

        Assert.That(TokenAlgorithms.Default.Where(algorithm => keys.Find("x", algorithm) is not null), Is.EquivalentTo(algorithms.Split(' ')));
    }

    // Sets as issuers have published them: authlib/authlib#785, keycloak/keycloak#15114, latchset/jwcrypto#268.
    [Test]
    public void Find_OneKeyTwice_IsOne()
    {
        var keys = IssuerKeys.Parse(Set(RsaKey(Rsa), RsaKey(Rsa), Good), 0);

        Assert.That((keys.Count, keys.LeftOut.Count, keys.Find("x", "RS256") is not null), Is.EqualTo((2, 0, true)));
    }

    // A zero byte before the modulus makes no other number, and no other key.
    [Test]
    public void Find_OneKeyTwiceWithAZeroBeforeIt_IsOne()
    {
        var modulus = Base64Url.DecodeFromChars(Text(RsaKey(Rsa), "n"));
        var keys = IssuerKeys.Parse(Set(RsaKey(Rsa), Change(RsaKey(Rsa), "n", Base64Url.EncodeToString([0, .. modulus]))), 0);

        Assert.That((keys.Count, keys.LeftOut.Count, keys.Find("x", "RS256") is not null), Is.EqualTo((1, 0, true)));
    }

    // A member of another kind of key makes no other key of it, and costs nothing where it cannot be read; nor do padding and an alg of no text.
    [TestCase("n", "!!!")]
    [TestCase("e", "*")]
    [TestCase("n", "AQAB")]
    [TestCase("alg", "")]
    [TestCase("x", null)]
    public void Find_OneKeyTwiceWrittenInTwoWays_IsOne(string member, string? value)
    {
        var key = Ec(ECCurve.NamedCurves.nistP256, "P-256");
        var keys = IssuerKeys.Parse(Set(key, Change(key, member, value ?? Text(key, member) + "="), Good), 0);

        Assert.That((keys.Count, keys.LeftOut.Count, keys.Find("x", "ES256") is not null, keys.Find("good", "ES256") is not null), Is.EqualTo((2, 0, true, true)));
    }

    [TestCase("crv", "P-256")]
    [TestCase("x", "!!!")]
    public void Find_OneKeyTwiceOnceWithAMemberOfACurve_IsOne(string member, string value)
    {
        var keys = IssuerKeys.Parse(Set(RsaKey(Rsa), Change(RsaKey(Rsa), member, value)), 0);

        Assert.That((keys.Count, keys.LeftOut.Count, keys.Find("x", "RS256") is not null), Is.EqualTo((1, 0, true)));
    }

    // The entry of the public half serves nobody but whoever has read the private one beside it.
    [Test]
    public void Find_KeyWhosePrivateHalfIsInTheSet_IsLeftOut(
        [Values] bool isRsa, [Values] bool isFirst, [Values("x", "other", "")] string keyId, [Values("sig", "enc")] string use)
    {
        var key = isRsa ? RsaKey(Rsa) : Ec(ECCurve.NamedCurves.nistP256, "P-256");
        var known = Change(Change(key, "d", "AQAB"), "use", use);
        known["kid"] = keyId;
        var keys = IssuerKeys.Parse(isFirst ? Set(known, key, Good) : Set(Good, key, known), 0);

        Assert.Multiple(() =>
        {
            Assert.That(TokenAlgorithms.Default.Any(algorithm => keys.Find("x", algorithm) is not null), Is.False);
            Assert.That((keys.Count, keys.LeftOut.Count, keys.Find("good", "ES256") is not null), Is.EqualTo((1, 2, true)));
            Assert.That(keys.LeftOut, Has.One.Contains("its private key is in the set"));
            Assert.That(keys.HasSameKeys(IssuerKeys.Parse(Set(key, Good), 0)), Is.False);
        });
    }

    [Test]
    public void Find_OneKidForTwoAlgorithms_TellsThemApart()
    {
        var keys = IssuerKeys.Parse(Set(Change(RsaKey(Rsa), "alg", "RS256"), Change(RsaKey(OtherRsa), "alg", "PS256"), Ec(ECCurve.NamedCurves.nistP256, "P-256")), 0);

        Assert.That(new[] { "RS256", "PS256", "ES256", "RS512" }.Select(algorithm => keys.Find("x", algorithm)?.N),
            Is.EqualTo(new[] { Text(RsaKey(Rsa), "n"), Text(RsaKey(OtherRsa), "n"), null, null }));
        Assert.That(keys.Find("x", "ES256"), Is.Not.Null);
    }

    [Test]
    public void Find_OneOfTwoNamesNoAlgorithm_ServesTheOthers()
    {
        var keys = IssuerKeys.Parse(Set(Change(RsaKey(Rsa), "alg", "RS256"), RsaKey(OtherRsa)), 0);

        Assert.That(keys.Find("x", "RS256")!.N, Is.EqualTo(Text(RsaKey(Rsa), "n")));
        Assert.That(keys.Find("x", "PS256")!.N, Is.EqualTo(Text(RsaKey(OtherRsa), "n")));
    }

    [Test]
    public void Find_DifferentKeysThatNothingTellsApart_AreLeftOutAndTheOthersServe()
    {
        var keys = IssuerKeys.Parse(Set(RsaKey(Rsa), RsaKey(OtherRsa), Good), 0);

        Assert.That((keys.Count, keys.Find("x", "RS256"), keys.Find("good", "ES256") is not null), Is.EqualTo((1, (object?)null, true)));
        Assert.That(keys.LeftOut.Single(), Does.Contain("different keys"));
    }

    [Test]
    public void Parse_NoFitKey_IsASetOfNone() => Assert.That(IssuerKeys.Parse("""{"keys":[]}""", 0).Count, Is.Zero);

    [TestCase("""{"keys":[],"\udc00":1}""")]
    [TestCase("""{"\ud800":1,"keys":{}}""")]
    [TestCase("""{"\ud800":1}""")]
    public void Parse_NameThatIsNoText_IsNoSet(string json) => Assert.That(() => IssuerKeys.Parse(json, 0), Throws.TypeOf<FormatException>());

    [Test]
    public void Parse_TooMany_IsNoSet() =>
        Assert.That(() => IssuerKeys.Parse(Set([.. Enumerable.Repeat((JsonNode)Good, 101)]), 0), Throws.TypeOf<FormatException>());

    private static TestCaseData Case(string name, JsonNode? entry, string fault) => new TestCaseData(entry, fault).SetArgDisplayNames(name);

    private static string Set(params JsonNode?[] entries) => new JsonObject { ["keys"] = new JsonArray([.. entries.Select(entry => entry?.DeepClone())]) }.ToJsonString();

    private static string Text(JsonObject key, string name) => key[name]!.GetValue<string>();

    private static JsonObject Change(JsonObject key, string name, JsonNode? value)
    {
        var changed = key.DeepClone().AsObject();
        changed["kid"] = "x";
        if (value is null)
        {
            changed.Remove(name);
        }
        else
        {
            changed[name] = value.DeepClone();
        }

        return changed;
    }

    private static RSAParameters NewRsa(int bits)
    {
        using var key = RSA.Create(bits);
        return key.ExportParameters(false);
    }

    private static JsonObject RsaKey(RSAParameters key)
    {
        return new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = "x", ["n"] = TestIssuer.Encode(key.Modulus!), ["e"] = TestIssuer.Encode(key.Exponent!) };
    }

    private static JsonObject Ec(ECCurve curve, string name, string keyId = "x")
    {
        using var key = ECDsa.Create(curve);
        var point = key.ExportParameters(false).Q;
        return new JsonObject { ["kty"] = "EC", ["crv"] = name, ["kid"] = keyId, ["x"] = TestIssuer.Encode(point.X!), ["y"] = TestIssuer.Encode(point.Y!) };
    }

    private static string Shorter(RSAParameters rsa) => Modulus(rsa, bytes => bytes[0] = 0x7f);

    private static string Even(RSAParameters rsa) => Modulus(rsa, bytes => bytes[^1] &= 0xfe);

    private static string Modulus(RSAParameters rsa, Action<byte[]> change)
    {
        var modulus = rsa.Modulus!.ToArray();
        change(modulus);
        return TestIssuer.Encode(modulus);
    }

    private static string Long(int bytes)
    {
        var modulus = new byte[bytes];
        Array.Fill(modulus, (byte)0xff);
        return TestIssuer.Encode(modulus);
    }
}
