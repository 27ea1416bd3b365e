using System.Text.Json;
using Deployer.Deployments;
using Deployer.Facts;

namespace Deployer.Tests.Deployments;

[TestFixture]
internal sealed class RequestFingerprintTests
{
    // The bytes that journals hold already.
    private const string Known = "a05aea9447e782137c89603030b5a0240f8f7a400778e0cdafc81804a430e381";

    [Test]
    public void Of_RequestFromBeforeThereWereExceptions_IsWhatItWas() =>
        Assert.That(Convert.ToHexStringLower(RequestFingerprint.Of(Accepted())), Is.EqualTo(Known));

    [Test]
    public void Of_OtherException_IsAnotherRequest()
    {
        string[] all =
        [
            .. new[] { "", "break-glass", "inc-4711" }.Select(exception => Convert.ToHexStringLower(RequestFingerprint.Of(Accepted() with { Exception = exception }))),
        ];
        Assert.That(all, Is.Unique);
    }

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
