using Deploy.V1;
using Deployer.Configuration;
using Deployer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using State = Deploy.V1.Deployment.Types.State;

namespace Deployer.Tests.Artifacts.Sources;

/// <summary>Deploys from a server that misbehaves.</summary>
[TestFixture]
internal sealed class HttpSourceTests
{
    private TestDeployer _deployer = null!;
    private WebApplication _server = null!;
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;
    private byte[] _artifact = [];
    private int _asked;
    private bool _answersAll;

    [SetUp]
    public async Task StartAsync()
    {
        _deployer = new TestDeployer();
        _artifact = _deployer.AddArtifact("1.0.0");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(context =>
        {
            Interlocked.Increment(ref _asked);
            return context.Request.Path.Value!.EndsWith(".sha256", StringComparison.Ordinal) && !_answersAll ? NotFound(context) : _answer(context);
        });
        await _server.StartAsync();
        (_asked, _answersAll) = (0, false);
        _deployer.Options.Sources["releases"] = new SourceOptions { Url = _server.Urls.First() + "/repository/{application}" };
        await _deployer.StartAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _deployer.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Deploy_FromServer_Succeeds()
    {
        string? path = null;
        _answer = context =>
        {
            path ??= context.Request.Path;
            return SendAsync(context, _artifact);
        };
        await AssertEndsAsync(State.Succeeded);
        Assert.That(path, Is.EqualTo("/repository/shop/shop-1.0.0.tar.gz"));
    }

    [Test]
    public async Task Deploy_OnlyZipThere_Succeeds()
    {
        var zip = new ZipBuilder().File("version.txt", "zip").ToArray();
        _answer = context => context.Request.Path.Value!.EndsWith(".zip", StringComparison.Ordinal) ? SendAsync(context, zip) : NotFound(context);
        await AssertEndsAsync(State.Succeeded);
    }

    // As stores of objects answer where there is none, to whom may not list.
    [TestCase(".tar.gz")]
    [TestCase(".zip")]
    public async Task Deploy_OnlyOneFormThereAndTheRestForbidden_Succeeds(string form)
    {
        _answersAll = true;
        var artifact = form == ".zip" ? new ZipBuilder().File("version.txt", "zip").ToArray() : _artifact;
        _answer = context => context.Request.Path.Value!.EndsWith(form, StringComparison.Ordinal) ? SendAsync(context, artifact) : Forbidden(context);
        await AssertEndsAsync(State.Succeeded);
    }

    [Test]
    public async Task Deploy_AllForbidden_FailsAndNamesTheFiles()
    {
        _answer = Forbidden;
        var deployment = await _deployer.Client.DeployAsync(TestClient.Request());
        Assert.That(deployment.State, Is.EqualTo(State.Failed));
        Assert.That(deployment.Error, Does.Contain("'shop-1.0.0.tar.gz' or 'shop-1.0.0.zip' (403)"));
    }

    private static Task Forbidden(HttpContext context)
    {
        context.Response.StatusCode = 403;
        return Task.CompletedTask;
    }

    [Test]
    public async Task Deploy_RedirectOnTheSameServer_IsFollowed()
    {
        _answer = context => context.Request.Path == "/blob" ? SendAsync(context, _artifact) : Redirect(context, "/blob");
        await AssertEndsAsync(State.Succeeded);
    }

    [TestCase("http://localhost:1/x")]
    [TestCase("http://169.254.169.254/latest/meta-data")]
    [TestCase("file:///etc/passwd")]
    [TestCase("https://127.0.0.1/x")]
    [TestCase("//127.0.0.1:1/x")]
    [TestCase("ftp://127.0.0.1/x")]
    public async Task Deploy_RedirectElsewhere_Fails(string to)
    {
        _answer = context => Redirect(context, to);
        await AssertEndsAsync(State.Failed, "The artifact server redirects to another server.");
    }

    [Test]
    public async Task Deploy_RedirectsWithoutEnd_Fails()
    {
        _answer = context => Redirect(context, "/again");
        await AssertEndsAsync(State.Failed, "The artifact server redirects too often.");
    }

    [Test]
    public async Task Deploy_BodyWithoutEnd_Fails()
    {
        _deployer.Options.Limits.MaxArtifactBytes = 1 << 20;
        _answer = async context =>
        {
            var chunk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        };
        await AssertEndsAsync(State.Failed, "The artifact is larger than 1048576 bytes.");
    }

    [Test]
    public async Task Deploy_SlowBody_IsGivenUpInTimeAndTriedAgain()
    {
        _deployer.Environment.StepTimeout = TimeSpan.FromSeconds(1);
        _answer = async context =>
        {
            await context.Response.Body.WriteAsync(new byte[10], context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var client = _deployer.Client;
        var created = await client.CreateAsync(TestClient.Request());
        var waiting = await client.EventuallyAsync(created, now => now.WaitingFor.Length > 0);
        Assert.That((waiting.State, waiting.WaitingFor), Is.EqualTo((State.Fetching, "its artifact: the source does not answer")));
    }

    [Test]
    public async Task Deploy_BodyCutOff_IsFetchedAgain()
    {
        var calls = 0;
        _answer = async context =>
        {
            context.Response.ContentLength = _artifact.Length;
            var isFirst = Interlocked.Increment(ref calls) == 1;
            await context.Response.Body.WriteAsync(isFirst ? _artifact.AsMemory(0, 20) : _artifact);
            if (isFirst)
            {
                await context.Response.Body.FlushAsync();
                context.Abort();
            }
        };
        await AssertEndsAsync(State.Succeeded);
    }

    [Test]
    public async Task Deploy_ServerBusyOnce_IsTriedAgain()
    {
        var calls = 0;
        _answer = context => Interlocked.Increment(ref calls) == 1 ? StatusAsync(context, 503) : SendAsync(context, _artifact);
        await AssertEndsAsync(State.Succeeded);
    }

    [TestCase(401)]
    [TestCase(204)]
    [TestCase(206)]
    [TestCase(400)]
    public async Task Deploy_OtherStatus_Fails(int status)
    {
        _answer = context => StatusAsync(context, status);
        await AssertEndsAsync(State.Failed, $"The artifact server answered {status} for 'shop-1.0.0.tar.gz'.");
    }

    [Test]
    public async Task Deploy_WebPageInsteadOfArtifact_FailsAndLeavesTarget()
    {
        _answer = context => context.Response.WriteAsync("<html>please log in</html>");
        await AssertEndsAsync(State.Failed, "The archive is not a gzip file.");
        Assert.That(Path.Exists(_deployer.Current()), Is.False);
    }

    private async Task AssertEndsAsync(State state, string? error = null)
    {
        var done = await _deployer.Client.DeployAsync(TestClient.Request());
        Assert.That(done.State, Is.EqualTo(state), done.Error);
        Assert.That(done.Error, Is.EqualTo(error ?? ""));
    }

    private static async Task SendAsync(HttpContext context, byte[] content) => await context.Response.Body.WriteAsync(content);

    private static Task NotFound(HttpContext context) => StatusAsync(context, 404);

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Redirect(HttpContext context, string to)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = to;
        return Task.CompletedTask;
    }
}
