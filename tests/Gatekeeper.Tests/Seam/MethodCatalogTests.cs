using Deploy.V1;
using Gatekeeper.Seam;
using NUnit.Framework;

namespace Gatekeeper.Tests.Seam;

public sealed class MethodCatalogTests
{
    private readonly MethodCatalog _catalog = new();

    [Test]
    public void Entries_EveryMethodOfTheServices_HasADoorAndAnAction()
    {
        Assert.That(
            _catalog.Entries.Select(entry => entry.Descriptor), Is.EqualTo(DeployService.Descriptor.Methods.Concat(PolicyService.Descriptor.Methods).Concat(AuditService.Descriptor.Methods)));
        Assert.That(_catalog.Entries.Where(entry => entry.IsChanging).Select(entry => entry.Action), Is.Unique);
    }

    [Test]
    public void Entries_OfPolicyService_AreAnsweredHereAndReadOnly()
    {
        var answered = _catalog.Entries.Where(entry => entry.IsAnswered).ToList();

        Assert.That(answered.Select(entry => entry.Descriptor), Is.EqualTo(PolicyService.Descriptor.Methods.Concat(AuditService.Descriptor.Methods)));
        Assert.That(answered.Where(entry => entry.Descriptor.Service == PolicyService.Descriptor).Select(entry => (entry.Action, entry.IsChanging, entry.DestinationUri)), Is.All.EqualTo(("read_policy", false, (Uri?)null)));
    }

    [Test]
    public void Entries_OfAuditService_AreAnsweredHereAndAReviewChangesSomething() => Assert.That(
        _catalog.Entries.Where(entry => entry.Descriptor.Service == AuditService.Descriptor).Select(entry => (entry.Action, entry.IsChanging, entry.HasCallerDocument, entry.DestinationUri)),
        Is.EqualTo(new[] { ("read_audit", false, false, (Uri?)null), ("review", true, false, null) }));

    [Test]
    public void Entries_MethodsOfTheWorkerService_HaveNoDoor()
    {
        foreach (var method in WorkerService.Descriptor.Methods)
        {
            Assert.That(_catalog.FindGrpc($"/{method.Service.FullName}/{method.Name}"), Is.Null);
        }
    }

    [TestCase("GET", "/v1/applications/a/environments/b/deployments/c", "get")]
    [TestCase("GET", "/v1/applications/a/environments/b/deployments", "list")]
    [TestCase("POST", "/v1/applications/a/environments/b/deployments", "deploy")]
    [TestCase("GET", "/v1/applications/a/environments/b/deployments/c:watch", "watch")]
    [TestCase("POST", "/v1/applications/a/environments/b/deployments/c:cancel", "cancel")]
    [TestCase("POST", "/v1/applications/a/environments/b/deployments/c:approve", "approve")]
    [TestCase("POST", "/v1/applications/a/environments/b/deployments/c:reject", "reject")]
    [TestCase("POST", "/v1/applications/a/environments/b:rollback", "rollback")]
    [TestCase("GET", "/v1/applications/a/environments/b/reviews", "read_audit")]
    [TestCase("POST", "/v1/applications/a/environments/b/decisions/c:review", "review")]
    public void FindRest_CanonicalPath_FindsTheMethodAndItsValues(string httpMethod, string path, string action)
    {
        var entry = _catalog.FindRest(httpMethod, path, out var values);

        Assert.That(entry.Action, Is.EqualTo(action));
        Assert.That(values, Is.EqualTo(new[] { "a", "b", "c" }[..values.Length]));
        Assert.That(entry.IsChanging, Is.EqualTo(httpMethod == "POST"));
    }

    [TestCase("/v1/policy/status")]
    [TestCase("/v1/policy/revisions/sha256:00", "sha256:00")]
    [TestCase("/v1/policy/revisions/a:watch", "a:watch")]
    [TestCase("/v1/policy/revisions/:", ":")]
    public void FindRest_PathWithoutVerbs_TakesAColonAsText(string path, params string[] expected)
    {
        Assert.That(_catalog.FindRest("GET", path, out var values).Action, Is.EqualTo("read_policy"));
        Assert.That(values, Is.EqualTo(expected));
    }

    [TestCase("GET", "/v1/policy/status:x", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/v1/policy:x/status", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/v1/policy/Status", ErrorReason.NonCanonicalPath)]
    [TestCase("GET", "/v1/Policy/revisions/sha256:00", ErrorReason.NonCanonicalPath)]
    [TestCase("POST", "/v1/policy/revisions/sha256:00", ErrorReason.MethodNotAllowed)]
    [TestCase("GET", "/v1/applications/a/environments/b/deployments/c:nope", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/v1/applications/a/environments/b/deployments/c:", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/v1/applications/a/environments/b/deployments/c:watch:watch", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/v1/applications/a:x/environments/b/deployments/c", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/v1/applications/a/environments", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/", ErrorReason.UnknownMethod)]
    [TestCase("get", "/v1/applications/a/environments/b/deployments", ErrorReason.MethodNotAllowed)]
    [TestCase("PUT", "/v1/applications/a/environments/b/deployments", ErrorReason.MethodNotAllowed)]
    [TestCase("GET", "/v1/applications/a/environments/b/Deployments", ErrorReason.NonCanonicalPath)]
    [TestCase("GET", "/v1/applications/a/environments/b/deployments/c:Watch", ErrorReason.NonCanonicalPath)]
    public void FindRest_OtherPath_IsRefused(string httpMethod, string path, ErrorReason reason) =>
        Assert.That(Assert.Throws<CallException>(() => _catalog.FindRest(httpMethod, path, out _))!.Error.Reason, Is.EqualTo(reason));
}
