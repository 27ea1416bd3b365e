using System.Buffers.Text;
using System.Text;
using Gatekeeper.Identity;
using Gatekeeper.Seam;
using Rego.Values;

namespace Gatekeeper.Tests.Identity;

/// <summary>What of a verified token is the caller's, and what only looks like it.</summary>
[TestFixture]
public sealed class CallerFactoryTests
{
    [TestCase("""{"groups":["a","b"]}""", "[\"a\",\"b\"]", true)]
    [TestCase("""{"groups":[]}""", "[]", true)]
    [TestCase("{}", "[]", false)]
    [TestCase("""{"groups":"a"}""", "[]", false)]
    [TestCase("""{"groups":null}""", "[]", false)]
    [TestCase("""{"groups":{"a":true}}""", "[]", false)]
    [TestCase("""{"groups":["a",1]}""", "[]", false)]
    [TestCase("""{"groups":["a"],"_claim_names":{"groups":"src1"}}""", "[\"a\"]", false)]
    [TestCase("""{"groups":["a"],"hasgroups":true}""", "[\"a\"]", false)]
    [TestCase("""{"groups":["a"],"hasgroups":"true"}""", "[\"a\"]", false)]
    [TestCase("""{"_claim_names":{"groups":"src1"},"_claim_sources":{}}""", "[]", false)]
    public void Create_Groups_AreCompleteOnlyWhereTheTokenShowsIt(string claims, string groups, bool areComplete)
    {
        var caller = (RegoObject)Create(claims).AsRego;
        Assert.That((caller["groups"].ToJson(), caller["groups_complete"]), Is.EqualTo((groups, (RegoValue)(areComplete ? RegoBoolean.True : RegoBoolean.False))));
    }

    [TestCase("{}", "person", null)]
    [TestCase("""{"act":{"sub":"robot-7"}}""", "agent", "robot-7")]
    [TestCase("""{"act":{"sub":"outer","act":{"sub":"inner"}}}""", "agent", "outer")]
    [TestCase("""{"act":{}}""", "agent", null)]
    [TestCase("""{"act":{"sub":7}}""", "agent", null)]
    [TestCase("""{"act":{"sub":""}}""", "agent", null)]
    [TestCase("""{"act":"robot-7"}""", "agent", null)]
    [TestCase("""{"act":null}""", "agent", null)]
    [TestCase("""{"act":false}""", "agent", null)]
    [TestCase("""{"Act":{"sub":"robot-7"},"may_act":{"sub":"robot-7"}}""", "person", null)]
    public void Create_ActClaim_MakesAnAgent(string claims, string kind, string? actor)
    {
        var caller = Create(claims);
        var shown = (RegoObject)caller.AsRego;
        Assert.That((caller.Kind, ((RegoString)shown["kind"]).Value, (shown["actor"] as RegoString)?.Value), Is.EqualTo((kind, kind, actor)));
    }

    [TestCase("""{"auth_time":1700000000}""", "2023-11-14T22:13:20Z")]
    [TestCase("""{"auth_time":"1700000000"}""", null)]
    [TestCase("""{"auth_time":-1}""", null)]
    [TestCase("""{"auth_time":1e30}""", null)]
    [TestCase("{}", null)]
    public void Create_AuthTime_IsShownWhereItIsATime(string claims, string? time) =>
        Assert.That((((RegoObject)Create(claims).AsRego)["authenticate_time"] as RegoString)?.Value, Is.EqualTo(time));

    private static Caller Create(string claims)
    {
        var all = (RegoObject)RegoJson.Parse(claims);
        var payload = RegoObject.From([.. all, .. (RegoObject)RegoJson.Parse("""{"iss": "https://id.example", "sub": "alice", "aud": ["gate"], "exp": 1}""")]);
        var token = TokenParser.Parse($"{Base64Url.EncodeToString("""{"alg": "ES256", "kid": "k"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.ToJson()))}.AAAA");
        return CallerFactory.Create(token, new IssuerOptions { CallerKind = "person", GroupsClaim = "groups" });
    }
}
