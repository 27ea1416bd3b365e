using System.Net;
using System.Text;
using Deploy.V1;
using Gatekeeper.Audit;
using Gatekeeper.Tests.Support;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

/// <summary>What a refusal leaves on record, whatever was sent.</summary>
public sealed class RefusalRecorderTests : GateTests
{
    public RefusalRecorderTests()
        : base(new Version(1, 1))
    {
    }

    [Test]
    public async Task Refusal_OfSixtyThousandUnknownMembers_IsRecordedInBoundsAndNamesItsCaller()
    {
        var members = string.Join(",", Enumerable.Range(0, 60_000).Select(i => $"\"u{i}\":1"));
        using var answer = await Client.PostAsync(
            new Uri("/v1/applications/shop/environments/test/deployments", UriKind.Relative), new StringContent($"{{{members}}}", Encoding.UTF8, "application/json"));

        var record = Gate.Log.Records.Single().Record;
        Assert.Multiple(() =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((record.Reason, record.Caller?.Subject), Is.EqualTo((ErrorReason.UnknownField, "shop-ci")));
            Assert.That(record.Detail, Has.Length.LessThan(2 * DecisionRecord.MaxDetailLength).And.StartWith("60000 faults. ").And.Contains("u0 "));
        });
    }

    [Test]
    public async Task Refusal_OfAToken_NamesNobody()
    {
        using var client = Gate.Client(subject: null);
        using var answer = await client.GetAsync(new Uri("/v1/applications/shop/environments/test/deployments", UriKind.Relative));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(Gate.Log.Records.Single().Record.Caller, Is.Null);
    }
}
