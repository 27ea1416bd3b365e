using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Gatectl.Dev;
using Gatectl.Gates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatectl.Tests.Support;

/// <summary>The REST door of a gate, which answers as a test tells it to, and keeps what it was asked.</summary>
internal sealed class FakeRestGate : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TemporaryDirectory _directory = new();

    private FakeRestGate()
    {
        var paths = new DevPaths(_directory.Path);
        new LocalAuthority(paths, TimeProvider.System).Ensure();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var certificate = X509Certificate2.CreateFromPemFile(paths.ServerCertificate, paths.ServerKey);
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        _application = builder.Build();
        _application.Run(AnswerAsync);
        Ca = paths.Ca;
    }

    public string Ca { get; }

    public string Url => _application.Urls.Single();

    /// <value>Where a command runs.</value>
    public string Directory => _directory.Path;

    /// <value>Method, path, bearer token and body of each request.</value>
    public List<(string Call, string Token, string Body)> Requests { get; } = [];

    /// <value>The answers in turn; the last one again and again.</value>
    public Queue<(int Status, string Body)> Answers { get; } = new();

    public static async Task<FakeRestGate> StartAsync()
    {
        var gate = new FakeRestGate();
        await gate._application.StartAsync();
        return gate;
    }

    /// <summary>An error as the gate writes it.</summary>
    public static string Error(int code, string status, string reason) =>
        $$$"""{"error":{"code":{{{code}}},"message":"because","status":"{{{status}}}","details":[{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "{{{reason}}}", "domain": "gatekeeper" }]}}""";

    public static string Deployment(string state, string waitingFor = "") => new JsonObject
    {
        ["deployment_id"] = "d1",
        ["state"] = state,
        ["error"] = state == "FAILED" ? "no artifact" : "",
        ["decision_id"] = "0192-1",
        ["waiting_for"] = waitingFor,
    }.ToJsonString();

    public static string Event(string name, string data) => $": keep-alive\n\nevent: {name}\ndata: {data}\n\n";

    public static string Change(string state, string waitingFor = "") => Event("deployment", $$"""{ "deployment": {{Deployment(state, waitingFor)}}, "message": "now" }""");

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _directory.Dispose();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var token = http.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        Requests.Add(($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}", token, await reader.ReadToEndAsync()));
        var (status, body) = Answers.Count > 1 ? Answers.Dequeue() : Answers.Peek();
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(body);
    }
}
