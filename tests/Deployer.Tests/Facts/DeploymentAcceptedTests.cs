using System.Text.Json;
using Deployer.Facts;

namespace Deployer.Tests.Facts;

[TestFixture]
internal sealed class DeploymentAcceptedTests
{
    // The bytes that journals hold already.
    private const string Known = "a05aea9447e782137c89603030b5a0240f8f7a400778e0cdafc81804a430e381";

    [Test]
    public void Fingerprint_RequestFromBeforeThereWereExceptions_IsWhatItWas() =>
        Assert.That(Convert.ToHexStringLower(Accepted().Fingerprint()), Is.EqualTo(Known));

    [Test]
    public void Fingerprint_OtherException_IsAnotherRequest()
    {
        string[] all =
        [
            .. new[] { "", "break-glass", "inc-4711" }.Select(exception => Convert.ToHexStringLower((Accepted() with { Exception = exception }).Fingerprint())),
        ];
        Assert.That(all, Is.Unique);
    }

    [Test]
    public void Fingerprint_AnythingElseThatTheCallerSaid_IsAnotherRequest()
    {
        var said = Accepted();
        DeploymentAccepted[] others =
        [
            said,
            said with { Application = "bank" },
            said with { Environment = "stage" },
            said with { Version = "1.0.1" },
            said with { Digest = "sha256:" + new string('0', 64) },
            said with { Reason = "daily" },
            said with { Reason = "" },
            said with { RollbackOf = "d" },
            said with { Annotations = Annotations(("a", "c")) },
            said with { Annotations = Annotations(("b", "b")) },
            said with { Annotations = Annotations(("a", "b"), ("c", "d")) },
            said with { Annotations = Annotations() },
            said with { Authorization = said.Authorization with { Client = "other" } },
        ];
        Assert.That(others.Select(other => Convert.ToHexStringLower(other.Fingerprint())), Is.Unique);
    }

    [Test]
    public void Fingerprint_AnotherDecision_IsTheSameRequest()
    {
        var said = Accepted();
        var again = said with { Authorization = said.Authorization with { DecisionId = "e", Grant = "h", PolicyRevision = "s" } };
        Assert.That(again.Fingerprint(), Is.EqualTo(said.Fingerprint()));
    }

    private static SortedDictionary<string, string> Annotations(params (string Key, string Value)[] pairs) =>
        new(pairs.ToDictionary(pair => pair.Key, pair => pair.Value), StringComparer.Ordinal);

    private static DeploymentAccepted Accepted() => new()
    {
        Application = "shop",
        Environment = "test",
        Version = "1.0.0",
        Reason = "weekly",
        Annotations = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["a"] = "b" },
        Authorization = new Authorization { Client = "ci", DecisionId = "d", PolicyRevision = "r", Grant = "g", Caller = JsonSerializer.SerializeToElement(new { }) },
    };
}
