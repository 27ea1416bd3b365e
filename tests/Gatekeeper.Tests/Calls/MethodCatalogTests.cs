using Deploy.V1;
using Gatekeeper.Calls;
using NUnit.Framework;

namespace Gatekeeper.Tests.Calls;

public sealed class MethodCatalogTests
{
    private readonly MethodCatalog _catalog = new();

    [Test]
    public void Entries_EveryMethodOfTheService_HasADoorAndAnAction()
    {
        Assert.That(_catalog.Entries.Select(entry => entry.Descriptor), Is.EqualTo(DeployService.Descriptor.Methods));
        Assert.That(_catalog.Entries.Select(entry => entry.Action), Is.Unique);
    }

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
    public void FindRest_CanonicalPath_FindsTheMethodAndItsValues(string httpMethod, string path, string action)
    {
        var entry = _catalog.FindRest(httpMethod, path, out var values);

        Assert.That(entry.Action, Is.EqualTo(action));
        Assert.That(values, Is.EqualTo(new[] { "a", "b", "c" }[..values.Length]));
        Assert.That(entry.IsChanging, Is.EqualTo(httpMethod == "POST"));
    }

    [TestCase("GET", "/v1/applications/a/environments/b/deployments/c:nope", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/v1/applications/a/environments/b/deployments/c:", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/v1/applications/a/environments/b/deployments/c:watch:watch", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/v1/applications/a:x/environments/b/deployments/c", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/v1/applications/a/environments/b", ErrorReason.UnknownMethod)]
    [TestCase("GET", "/", ErrorReason.UnknownMethod)]
    [TestCase("get", "/v1/applications/a/environments/b/deployments", ErrorReason.MethodNotAllowed)]
    [TestCase("PUT", "/v1/applications/a/environments/b/deployments", ErrorReason.MethodNotAllowed)]
    [TestCase("GET", "/v1/applications/a/environments/b/Deployments", ErrorReason.NonCanonicalPath)]
    [TestCase("GET", "/v1/applications/a/environments/b/deployments/c:Watch", ErrorReason.NonCanonicalPath)]
    public void FindRest_OtherPath_IsRefused(string httpMethod, string path, ErrorReason reason) =>
        Assert.That(Assert.Throws<CallException>(() => _catalog.FindRest(httpMethod, path, out _))!.Error.Reason, Is.EqualTo(reason));
}
