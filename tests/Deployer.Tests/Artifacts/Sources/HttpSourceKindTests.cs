using Deployer.Artifacts.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Deployer.Tests.Artifacts.Sources;

/// <summary>A server that behaves; those that do not are in <see cref="HttpSourceTests"/>.</summary>
[TestFixture]
internal sealed class HttpSourceKindTests : ArtifactSourceContractTests
{
    private WebApplication? _server;

    protected override IArtifactSourceKind CreateKind() => new HttpSourceKind();

    [TearDown]
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    protected override async Task<string> ServeAsync(string name, byte[] content)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(context =>
        {
            var isThere = context.Request.Path.Value == "/below/" + name;
            context.Response.StatusCode = isThere ? 200 : 404;
            return isThere ? context.Response.Body.WriteAsync(content).AsTask() : Task.CompletedTask;
        });
        await _server.StartAsync();
        return _server.Urls.First() + "/below/";
    }
}
