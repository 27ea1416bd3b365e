using System.Text.Json;
using Deploy.V1;
using Gatekeeper.Calls;
using Gatekeeper.Seam;
using Gateway.Contract.Validation;
using Google.Protobuf;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

public sealed class StatusBuilderTests
{
    [Test]
    public void Build_ManyLongReasons_FitsIntoAHeader()
    {
        var error = new CallError(ErrorReason.PolicyDenied, "Denied by policy")
        {
            PolicyReasons = [.. Enumerable.Range(0, 1000).Select(i => $"{i}" + new string('x', 5000))],
            Violations = [.. Enumerable.Range(0, 1000).Select(i => new FieldViolation($"f{i}", "no"))],
        };

        Assert.That(StatusBuilder.Build(error, "id").ToByteArray(), Has.Length.LessThan(12 * 1024));
    }

    [Test]
    public void Write_Status_IsTheErrorObjectOfTheContract()
    {
        var error = new CallError(ErrorReason.RateLimited, "Too \"many\"\ncalls") { RetryAfter = TimeSpan.FromSeconds(2) };
        using var document = JsonDocument.Parse(StatusJson.Write(StatusBuilder.Build(error, "id-1"), 429));
        var root = document.RootElement.GetProperty("error");

        Assert.Multiple(() =>
        {
            Assert.That(root.GetProperty("code").GetInt32(), Is.EqualTo(429));
            Assert.That(root.GetProperty("status").GetString(), Is.EqualTo("RESOURCE_EXHAUSTED"));
            Assert.That(root.GetProperty("message").GetString(), Is.EqualTo("Too \"many\"\ncalls"));
            Assert.That(root.GetProperty("details")[0].GetProperty("domain").GetString(), Is.EqualTo("gatekeeper"));
            Assert.That(root.GetProperty("details")[0].GetProperty("metadata").GetProperty("decision_id").GetString(), Is.EqualTo("id-1"));
            Assert.That(root.GetProperty("details")[1].GetProperty("retryDelay").GetString(), Is.EqualTo("2s"));
        });
    }
}
