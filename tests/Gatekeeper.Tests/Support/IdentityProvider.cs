using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatekeeper.Tests.Support;

/// <summary>
/// A real OpenID Provider (npm <c>oidc-provider</c>), reached through a front that does to its documents what a test asks for: holds them
/// back, drips them, or puts others in their place.
/// </summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string DiscoveryPath = "/.well-known/openid-configuration";

    public const string KeysPath = "/jwks";

    private readonly Process _program;
    private readonly WebApplication _front;
    private readonly HttpClient _client = new();
    private int _documentsAsked;

    private IdentityProvider(Process program, WebApplication front) => (_program, _front) = (program, front);

    /// <value>Its <c>iss</c>, and the base address of its documents.</value>
    public string Issuer => _front.Urls.Single();

    /// <value>Answers instead of the provider where it is set and returns true: the discovery document and the keys only.</value>
    public Func<HttpContext, Task<bool>>? Behaviour { get; set; }

    /// <value>How often its discovery document or its keys were asked for.</value>
    public int DocumentsAsked => Volatile.Read(ref _documentsAsked);

    private Uri Address { get; set; } = null!;

    public static async Task<IdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var front = builder.Build();
        IdentityProvider? provider = null;
        front.Run(http => provider!.ServeAsync(http));
        await front.StartAsync();
        var program = StartProgram(front.Urls.Single());
        provider = new IdentityProvider(program, front);
        var line = await program.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        provider.Address = new Uri($"http://127.0.0.1:{(int)JsonNode.Parse(line ?? throw new InvalidOperationException("The provider did not start."))!["port"]!}");
        return provider;
    }

    /// <summary>An access token of <c>shop-ci</c> by the client credentials grant.</summary>
    public async Task<string> TokenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, "/token"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("shop-ci:secret-of-the-test")));
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        using var response = await _client.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (string?)answer["access_token"] ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="forget">Whether the keys before are published no longer.</param>
    public async Task RotateAsync(bool forget)
    {
        using var response = await _client.PostAsync(new Uri(Address, forget ? "/rotate?forget" : "/rotate"), content: null);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _program.Kill();
        _program.Dispose();
        _client.Dispose();
        await _front.DisposeAsync();
    }

    private static Process StartProgram(string issuer)
    {
        var script = SourceTree.PathTo("tests", "Gatekeeper.Tests", "provider", "provider.mjs");
        var info = new ProcessStartInfo("node", [script, issuer, TestIssuer.Audience])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var program = Process.Start(info)!;
        program.ErrorDataReceived += (_, _) => { };
        program.BeginErrorReadLine();
        return program;
    }

    private async Task ServeAsync(HttpContext http)
    {
        if (http.Request.Path.Value is DiscoveryPath or KeysPath)
        {
            Interlocked.Increment(ref _documentsAsked);
            if (Behaviour is { } behaviour && await behaviour(http))
            {
                return;
            }
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, http.Request.Path));
        request.Headers.Add("X-Forwarded-Host", http.Request.Host.Value);
        using var response = await _client.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await http.Response.Body.WriteAsync(await response.Content.ReadAsByteArrayAsync(http.RequestAborted), http.RequestAborted);
    }
}
