using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Deployments;

public class ListCommandTests
{
    private FakeGate _gate = null!;

    [SetUp]
    public async Task SetUp() => _gate = await FakeGate.StartAsync();

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    [Test]
    public async Task List_WithoutArguments_AsksForAll()
    {
        _gate.Service.Pages.Enqueue(new());
        var run = await _gate.RunAsync("list");
        Assert.Multiple(() =>
        {
            Assert.That(run.Out, Is.EqualTo("no deployments.\n"));
            Assert.That(_gate.Service.Calls.Single().Request, Is.EqualTo(new ListDeploymentsRequest { Application = "-", Environment = "-", PageSize = 50 }));
        });
    }

    [Test]
    public async Task List_MorePages_AreFollowedUpToTheLimit()
    {
        _gate.Service.Pages.Enqueue(Page("next", "a", "b"));
        _gate.Service.Pages.Enqueue(Page("more", "c"));
        var run = await _gate.RunAsync("list", "shop", "test", "--limit", "3", "--in-state", "FAILED");
        var requests = _gate.Service.Calls.Select(call => (ListDeploymentsRequest)call.Request).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Done), run.Error);
            Assert.That(requests.Select(request => (request.PageSize, request.PageToken)), Is.EqualTo(new[] { (3, ""), (1, "next") }));
            Assert.That(requests, Has.All.Property(nameof(ListDeploymentsRequest.State)).EqualTo(Deployment.Types.State.Failed));
            Assert.That(run.Out, Does.Contain("there are more"));
        });
    }

    [Test]
    public async Task List_Text_IsATableWithALineEach()
    {
        _gate.Service.Pages.Enqueue(Page("", "a", "b"));
        var run = await _gate.RunAsync("list");
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Length.EqualTo(3));
            Assert.That(lines[0], Does.StartWith("APPLICATION"));
            Assert.That(lines[1].TrimEnd(), Does.EndWith(" a"));
        });
    }

    [Test]
    public async Task List_Json_HasAllOfThem()
    {
        _gate.Service.Pages.Enqueue(Page("", "a", "b"));
        var run = await _gate.RunAsync("list", "-o", "json");
        Assert.That(run.Json["deployments"]!.AsArray().Select(deployment => (string)deployment!["deployment_id"]!), Is.EqualTo(new[] { "a", "b" }));
    }

    private static ListDeploymentsResponse Page(string next, params string[] ids) => new()
    {
        NextPageToken = next,
        Deployments = { ids.Select(id => new Deployment { DeploymentId = id, Application = "shop", Environment = "test", Version = "1.0.0" }) },
    };
}
