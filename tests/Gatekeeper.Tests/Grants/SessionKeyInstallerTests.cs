using System.Security.Cryptography;
using Deploy.V1;
using Gatekeeper.Grants;
using Gateway.Contract.Grants;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatekeeper.Tests.Grants;

[TestFixture]
public sealed class SessionKeyInstallerTests
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private FakeDeployer _deployer = null!;
    private SessionKeyRing _ring = null!;
    private SessionKeyInstaller _installer = null!;

    [SetUp]
    public void Create()
    {
        _deployer = new FakeDeployer();
        _ring = new SessionKeyRing();
        _installer = new SessionKeyInstaller(
            new WorkerService.WorkerServiceClient(_deployer), new EcdsaGrantSigner(_key), _ring, new GrantIdentity("o", "deployer"),
            new GrantsOptions(), TimeProvider.System, NullLogger<SessionKeyInstaller>.Instance);
    }

    [TearDown]
    public void DisposeInstaller() => _installer.Dispose();

    [OneTimeTearDown]
    public void Dispose() => _key.Dispose();

    [Test]
    public async Task ReinstallAsync_DeployerTakesIt_UsesTheKeyItSent()
    {
        Assert.That(await _installer.ReinstallAsync(CancellationToken.None), Is.True);
        var request = _deployer.Requests.Single();
        Assert.That(_ring.Current!.KeyId, Is.EqualTo(request.KeyId));
        Assert.That(request.Key, Has.Length.EqualTo(32));
        Assert.That(request.ExpireTime - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), Is.InRange(3600, GrantFormat.MaxSessionKeySeconds));
        var signature = new byte[32];
        _ring.Current.Sign("x"u8, signature);
        Assert.That(signature, Is.EqualTo(HMACSHA256.HashData(request.Key.ToByteArray(), "x"u8)));
    }

    [Test]
    public async Task ReinstallAsync_Always_CarriesASignedGrantForExactlyThisRequest()
    {
        await _installer.ReinstallAsync(CancellationToken.None);
        Assert.That(GrantCodec.TryDecode(_deployer.Grants.Single(), out var grant, out _), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(grant!.Algorithm, Is.EqualTo(GrantAlgorithm.Es256));
            Assert.That(_key.VerifyData(grant.SigningInput.Span, grant.Signature.Span, HashAlgorithmName.SHA256), Is.True);
            Assert.That(grant.Claims.Action, Is.EqualTo("install_session_key"));
            Assert.That((grant.Claims.Application, grant.Claims.Environment), Is.EqualTo(("-", "-")));
            Assert.That(grant.Claims.RequestHash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(_deployer.Requests.Single().ToByteArray()))));
        });
    }

    [Test]
    public async Task ReinstallAsync_ManyAtOnce_InstallsOnce()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _installer.ReinstallAsync(CancellationToken.None)));
        Assert.That(results, Has.All.True);
        Assert.That(_deployer.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ReinstallAsync_OneAttemptFails_IsSharedByAllThatWait()
    {
        _deployer.Failure = new RpcException(new Status(StatusCode.Unavailable, "gone"));
        _deployer.Delay = TimeSpan.FromMilliseconds(200);
        var results = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => _installer.ReinstallAsync(CancellationToken.None)));
        Assert.That(results, Has.All.False);
        Assert.That(_deployer.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task ReinstallAsync_OneThatWaitsGoes_TheAttemptGoesOnForTheRest()
    {
        _deployer.Delay = TimeSpan.FromMilliseconds(200);
        using var gone = new CancellationTokenSource();
        var first = _installer.ReinstallAsync(gone.Token);
        var second = _installer.ReinstallAsync(CancellationToken.None);
        await gone.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await second, Is.True);
        Assert.That(_deployer.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task ReinstallAsync_DeployerRefuses_KeepsTheOldKey()
    {
        _deployer.Failure = new RpcException(new Status(StatusCode.Unavailable, "gone"));
        Assert.That(await _installer.ReinstallAsync(CancellationToken.None), Is.False);
        Assert.That(_ring.Current, Is.Null);
    }

    [Test]
    public async Task StartAsync_DeployerComesLater_InstallsThen()
    {
        _deployer.Failure = new RpcException(new Status(StatusCode.Unavailable, "not yet"));
        await _installer.StartAsync(CancellationToken.None);
        Assert.That(() => _deployer.Calls, Is.GreaterThan(1).After(5000, 10));
        _deployer.Failure = null;
        Assert.That(() => _ring.Current, Is.Not.Null.After(5000, 10));
        await _installer.StopAsync(CancellationToken.None);
    }

    private sealed class FakeDeployer : CallInvoker
    {
        private int _calls;

        public List<InstallSessionKeyRequest> Requests { get; } = [];

        public List<string> Grants { get; } = [];

        public int Calls => Volatile.Read(ref _calls);

        public volatile RpcException? Failure;

        public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(5);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Interlocked.Increment(ref _calls);
            return new AsyncUnaryCall<TResponse>(AnswerAsync<TResponse>((InstallSessionKeyRequest)(object)request, options), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            throw new NotSupportedException();

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
            throw new NotSupportedException();

        private async Task<TResponse> AnswerAsync<TResponse>(InstallSessionKeyRequest request, CallOptions options)
        {
            await Task.Delay(Delay);
            if (Failure is { } failure)
            {
                throw failure;
            }

            // The installer wipes its key after the call.
            Requests.Add(InstallSessionKeyRequest.Parser.ParseFrom(request.ToByteArray()));
            Grants.Add(options.Headers!.GetValue(GrantFormat.MetadataKey)!);
            return (TResponse)(object)new InstallSessionKeyResponse();
        }
    }
}
