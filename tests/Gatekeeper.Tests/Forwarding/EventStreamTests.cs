using System.Net;
using Deploy.V1;
using Gatekeeper.Tests.Support;
using NUnit.Framework;

namespace Gatekeeper.Tests.Forwarding;

/// <summary>A stream of server-sent events that breaks off and is taken up again, and how many one caller may have.</summary>
public sealed class EventStreamTests
{
    private const string Path = "/v1/applications/shop/environments/test/deployments/d-1:watch";

    private Gate _gate = null!;

    [SetUp]
    public async Task StartAsync() => _gate = await Gate.StartAsync("--Gatekeeper:Calls:KeepAliveInterval=00:00:01", "--Gatekeeper:InFlight:MaxStreamsPerCaller=2");

    [TearDown]
    public async Task StopAsync() => await _gate.DisposeAsync();

    [Test]
    public async Task Watch_Events_HaveTheirNumbersAsIds()
    {
        _gate.Deployer.Answer = (_, http) => StandInDeployer.WriteAsync(http, new WatchDeploymentResponse { Event = 6 }, new WatchDeploymentResponse { Event = 7 });
        using var client = _gate.Client();
        var text = await client.GetStringAsync(Path);

        Assert.That(text, Does.Match("^retry: 3000\n\nid: 6\nevent: deployment\ndata: [^\n]*\n\nid: 7\nevent: deployment\ndata: [^\n]*\n\nid: 7\nevent: end\ndata: [^\n]*\n\n$"));
    }

    [TestCase("", "7", 7)]
    [TestCase("?after=3", "7", 7)]
    [TestCase("?after=3", "", 3)]
    public async Task Watch_LastEventId_AsksForWhatCameAfterIt(string query, string lastEventId, int after)
    {
        using var client = _gate.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        await client.GetAsync(Path + query);

        Assert.That(WatchDeploymentRequest.Parser.ParseFrom(_gate.Deployer.Calls.Single().Message).After, Is.EqualTo(after));
    }

    [TestCase("-1")]
    [TestCase("x")]
    [TestCase("1234567890")]
    [TestCase("1 2")]
    public async Task Watch_LastEventIdThatIsNone_Is400(string lastEventId)
    {
        using var client = _gate.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        using var response = await client.GetAsync(Path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(_gate.Deployer.Calls, Is.Empty);
    }

    [Test]
    public async Task Watch_ResumedAtTheEnd_Is204()
    {
        _gate.Deployer.Answer = (_, http) =>
        {
            http.Response.ContentType = "application/grpc";
            return StandInDeployer.WriteAsync(http);
        };
        using var client = _gate.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Last-Event-ID", "7");
        using var response = await client.GetAsync(Path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.Empty);
    }

    [Test]
    public async Task Watch_ResumedBeforeTheEnd_HasCommentsAndThenTheRest()
    {
        var more = new TaskCompletionSource();
        _gate.Deployer.Answer = async (_, http) =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.FlushAsync();
            await more.Task;
            await StandInDeployer.WriteAsync(http, new WatchDeploymentResponse { Event = 8 });
        };
        using var client = _gate.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Last-Event-ID", "7");
        using var response = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await reader.ReadLineAsync();
        await reader.ReadLineAsync();
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo(": keep-alive"));
        more.SetResult();

        Assert.That(await reader.ReadToEndAsync(), Does.Contain("id: 8\nevent: deployment\n").And.Contain("id: 8\nevent: end\n"));
    }

    [Test]
    public async Task Watch_MoreThanACallerMayHave_Is429AndOthersWatch()
    {
        _gate.Deployer.Answer = async (_, http) =>
        {
            await StandInDeployer.WriteMessageAsync(http, new WatchDeploymentResponse { Event = 1 });
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        using var client = _gate.Client();
        using var first = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        using var second = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        using var third = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
        using var other = _gate.Client("other");
        using var others = await other.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);

        Assert.Multiple(() =>
        {
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(third.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(third.Headers.RetryAfter, Is.Not.Null);
            Assert.That(others.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });
        first.Dispose();
        var again = HttpStatusCode.TooManyRequests;
        for (var i = 0; i < 100 && again != HttpStatusCode.OK; i++)
        {
            using var next = await client.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
            again = next.StatusCode;
            await Task.Delay(20);
        }

        Assert.That(again, Is.EqualTo(HttpStatusCode.OK));
    }
}
