using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Deploy.V1;
using Gatectl.CommandLine;
using Grpc.Core;
using Grpc.Net.Client;

namespace Gatectl.Gates;

/// <summary>A gRPC connection to one gate over TLS, carrying the caller's token on every call.</summary>
internal sealed class GateConnection : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    // What the gate bounds its answers to, with room for the list of a revision's files.
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private readonly GrpcChannel _channel;
    private readonly CallerToken _token;
    private readonly TimeProvider _time;

    private GateConnection(GrpcChannel channel, CallerToken token, TimeProvider time)
    {
        _channel = channel;
        _token = token;
        _time = time;
        Service = new DeployService.DeployServiceClient(channel);
        Policies = new PolicyService.PolicyServiceClient(channel);
        Audit = new AuditService.AuditServiceClient(channel);
    }

    public DeployService.DeployServiceClient Service { get; }

    public PolicyService.PolicyServiceClient Policies { get; }

    public AuditService.AuditServiceClient Audit { get; }

    public static GateConnection Open(GateAddress address, TimeProvider time)
    {
        var token = new CallerToken(address.TokenFile is null ? null : BearerToken.Read(address.TokenFile), address.TokenCommand, time);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            // The token goes to the gate that was named, through nothing else.
            UseProxy = false,
            AllowAutoRedirect = false,
        };
        if (address.CaFile is not null)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustOnly(address.CaFile) };
        }

        var channel = GrpcChannel.ForAddress(address.Url, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = MaxAnswerBytes });
        return new GateConnection(channel, token, time);
    }

    /// <summary>Makes a call that is answered at once; a second time with a new token where the gate found the first one to have ended: then it did nothing.</summary>
    /// <param name="call">Makes the call with the options that it is given.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<T> AskAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(await UnaryAsync(cancellationToken));
        }
        catch (RpcException exception) when (CanRenewAfter(exception))
        {
            await RenewAsync(cancellationToken);
            return await call(await UnaryAsync(cancellationToken));
        }
    }

    /// <summary>The options of a call that streams for as long as it takes.</summary>
    public async Task<CallOptions> StreamAsync(CancellationToken cancellationToken) =>
        new(await HeadersAsync(cancellationToken), cancellationToken: cancellationToken);

    /// <summary>Whether a new token may be taken where this one was refused, and can be had: it has ended, or its issuer has changed its keys.</summary>
    public bool CanRenewAfter(RpcException refusal) =>
        _token.CanBeRenewed && refusal.StatusCode == StatusCode.Unauthenticated && GateErrors.ReasonOf(refusal) is ("TOKEN_EXPIRED" or "TOKEN_KEY_UNKNOWN");

    /// <summary>Replaces the caller's token.</summary>
    /// <exception cref="CommandFailure">No new one could be had.</exception>
    public Task RenewAsync(CancellationToken cancellationToken) => _token.RenewAsync(cancellationToken);

    public void Dispose() => _channel.Dispose();

    private async Task<CallOptions> UnaryAsync(CancellationToken cancellationToken)
    {
        var headers = await HeadersAsync(cancellationToken);
        return new CallOptions(headers, _time.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken);
    }

    private async Task<Metadata> HeadersAsync(CancellationToken cancellationToken) =>
        await _token.GetAsync(cancellationToken) is { } current ? new Metadata { { "authorization", $"Bearer {current}" } } : [];

    private static X509ChainPolicy TrustOnly(string caFile)
    {
        try
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(caFile);
            return policy.CustomTrustStore.Count > 0 ? policy : throw CommandFailure.Usage($"{caFile} holds no certificate.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw CommandFailure.Usage($"the authority's certificate {caFile} cannot be read: {exception.Message}");
        }
    }
}
