using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatekeeper.Audit;
using Gatekeeper.Hosting;
using Gatekeeper.Policy;
using Gatekeeper.Reviews;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Gatekeeper.Tests.Support;

/// <summary>The whole gatekeeper on a real TLS socket, before a stand-in deployer on a real Unix socket.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _authority;
    private bool _isClosed;

    private Gate(string directory, WebApplication app, StandInDeployer deployer, TestIssuer issuer, RecordingDecisionLog log, StandInPolicy policy, StandInRevisions revisions)
    {
        Directory = directory;
        _app = app;
        Deployer = deployer;
        Issuer = issuer;
        Log = log;
        Policy = policy;
        Revisions = revisions;
        _authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(directory, "state", "tls", DevelopmentCertificate.AuthorityFile));
        Url = new Uri(app.Services.GetRequiredService<ServedAddress>().Url);
    }

    public string Directory { get; }

    public StandInDeployer Deployer { get; }

    public TestIssuer Issuer { get; }

    public RecordingDecisionLog Log { get; }

    public StandInPolicy Policy { get; }

    public StandInRevisions Revisions { get; }

    public RecordingLoggerProvider Logged => _app.Services.GetServices<ILoggerProvider>().OfType<RecordingLoggerProvider>().Single();

    public Uri Url { get; }

    public IServiceProvider Services => _app.Services;

    public static Task<Gate> StartAsync(params string[] extra) => StartAsync(keepsRecords: false, extra);

    /// <summary>
    /// A gate whose records stand in the log of its state directory, where <paramref name="keepsRecords"/>, and not in <see cref="Log"/>, and
    /// that watches what it is ready for.
    /// </summary>
    public static async Task<Gate> StartAsync(bool keepsRecords, params string[] extra)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("gate-").FullName;
        var issuer = new TestIssuer();
        await File.WriteAllTextAsync(Path.Combine(directory, "jwks.json"), issuer.Jwks);
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            PrivateFile.Write(Path.Combine(directory, "grant.key"), key.ExportPkcs8PrivateKeyPem(), durable: false);
        }

        // The shipped way in must work too, though the stand-in decides.
        System.IO.Directory.CreateDirectory(Path.Combine(directory, "policies", "gatekeeper"));
        await File.WriteAllTextAsync(
            Path.Combine(directory, "policies", "gatekeeper", "gate.rego"), "package gatekeeper\n\ndecision := {\"allow\": false, \"reasons\": []}\n\nfaults := set()\n");
        var deployer = await StandInDeployer.StartAsync(Path.Combine(directory, "d.sock"));
        var log = new RecordingDecisionLog();
        var policy = new StandInPolicy();
        var revisions = new StandInRevisions();
        var app = Program.Build([.. Arguments(directory, issuer), .. extra], services =>
        {
            if (!keepsRecords)
            {
                // Whoever reads whether the gate is ready looks then, so that what the deployer is asked is what a test asks.
                services.Remove(services.Single(service => service.ImplementationType == typeof(ReadinessWatch)));
                services.Replace(ServiceDescriptor.Singleton<IDecisionLog>(provider => new UseKeepingLog(log, provider.GetRequiredService<ExceptionUses>())));
            }

            services.Replace(ServiceDescriptor.Singleton<IPolicySource>(policy));
            services.Replace(ServiceDescriptor.Singleton<IRevisionStatus>(revisions));
            services.Replace(ServiceDescriptor.Singleton<IRevisionArchive>(revisions));
            services.AddSingleton<ILoggerProvider, RecordingLoggerProvider>();
        });
        await app.StartAsync();
        var gate = new Gate(directory, app, deployer, issuer, log, policy, revisions);
        await gate.WaitForSessionKeyAsync();
        return gate;
    }

    /// <summary>An HTTP client that trusts the gate's CA, with a token of <paramref name="subject"/> if any.</summary>
    public HttpClient Client(string? subject = "shop-ci", Version? version = null)
    {
        var client = new HttpClient(Handler()) { BaseAddress = Url, DefaultRequestVersion = version ?? new Version(1, 1) };
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        if (subject is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.Token(subject));
        }

        return client;
    }

    public SocketsHttpHandler Handler() => new()
    {
        SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => IsTrusted(certificate) },
        AllowAutoRedirect = false,
    };

    public bool IsTrusted(X509Certificate? certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        using var copy = X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData());
        return chain.Build(copy);
    }

    public Task StopAsync() => _app.StopAsync();

    /// <summary>Ends the program, so that all it has to record is recorded; its directory stays until the gate is disposed.</summary>
    public async Task CloseAsync()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await Deployer.DisposeAsync();
        Issuer.Dispose();
        _authority.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static string[] Arguments(string directory, TestIssuer issuer) =>
    [
        $"--Gatekeeper:StateDirectory={directory}/state",
        "--Gatekeeper:Listen=127.0.0.1:0",
        "--Gatekeeper:Development=true",
        $"--Gatekeeper:Issuers:0:Issuer={issuer.Issuer}",
        $"--Gatekeeper:Issuers:0:JwksFile={directory}/jwks.json",
        $"--Gatekeeper:Issuers:0:Audiences:0={TestIssuer.Audience}",
        $"--Gatekeeper:Policy:Directory={directory}/policies",

        // Nobody is writing them any more.
        "--Gatekeeper:Policy:QuietPeriod=00:00:00.010",
        $"--Gatekeeper:Deployer:Socket={directory}/d.sock",
        $"--Gatekeeper:Grants:SigningKeyFile={directory}/grant.key",
    ];

    private async Task WaitForSessionKeyAsync()
    {
        for (var i = 0; i < 500 && Deployer.KeyInstallations == 0; i++)
        {
            await Task.Delay(10);
        }
    }
}
