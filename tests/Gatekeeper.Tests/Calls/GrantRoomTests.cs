using System.Net;
using Deploy.V1;
using Gatekeeper.Tests.Support;
using NUnit.Framework;
using Rego.Values;

namespace Gatekeeper.Tests.Calls;

/// <summary>What the policy says of an allowed call travels in its grant; what does not fit there is refused, and on record as refused.</summary>
public sealed class GrantRoomTests() : GateTests(HttpVersion.Version11)
{
    private const string Path = "/v1/applications/shop/environments/test/deployments";

    [TestCase("obligations", 10, true)]
    [TestCase("obligations", 64, false)]
    [TestCase("persons", 8, false)]
    public async Task Create_PolicySaysTooMuch_IsRefusedOnRecordToo(string what, int names, bool isAllowed)
    {
        // A letter of six bytes in JSON's escapes.
        var longest = string.Concat(Enumerable.Repeat("\u00e9", 256));
        var list = string.Join(',', Enumerable.Range(0, names).Select(i => $"\"{i:d2}{longest[..(what == "persons" ? 254 : 200)]}\""));
        var answer = RegoJson.Parse(what == "persons"
            ? $$"""{"allow":true,"client":"shop-ci","reasons":[],"obligations":{},"persons":[{{list}}]}"""
            : """{"allow":true,"client":"shop-ci","reasons":[],"obligations":{"approvals":{"rules":[{"count":1,"from":[LIST]}]}}}""".Replace("LIST", list));
        Gate.Policy.Answer = _ => answer;
        using var response = await Client.PostAsync(Path, new StringContent("""{"version":"1.0.0"}""", null, "application/json"));
        var decision = Gate.Log.Records.Single().Record.Decision!;

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden));
            Assert.That(decision.IsAllowed, Is.EqualTo(isAllowed));
            Assert.That(Gate.Deployer.Calls, Has.Count.EqualTo(isAllowed ? 1 : 0));
            Assert.That(decision.DenialReason, Is.EqualTo(isAllowed ? ErrorReason.Unspecified : ErrorReason.UnknownObligation));
            Assert.That(decision.Fault, isAllowed ? Is.Null : Does.Contain("longer than the 12288 characters"));
        });
    }
}
