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

    private readonly GrpcChannel channel;
    private readonly Metadata headers = [];
    private readonly TimeProvider time;

    private GateConnection(GrpcChannel channel, string? token, TimeProvider time)
    {
        this.channel = channel;
        this.time = time;
        if (token is not null)
        {
            headers.Add("authorization", $"Bearer {token}");
        }

        Service = new DeployService.DeployServiceClient(channel);
        Policies = new PolicyService.PolicyServiceClient(channel);
    }

    public DeployService.DeployServiceClient Service { get; }

    public PolicyService.PolicyServiceClient Policies { get; }

    public static GateConnection Open(GateAddress address, TimeProvider time)
    {
        var token = address.TokenFile is null ? null : BearerToken.Read(address.TokenFile);
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

    /// <summary>The options of a call that is answered at once.</summary>
    public CallOptions Call(CancellationToken cancellationToken) =>
        new(headers, time.GetUtcNow().UtcDateTime + CallTimeout, cancellationToken);

    /// <summary>The options of a call that streams for as long as it takes.</summary>
    public CallOptions Stream(CancellationToken cancellationToken) => new(headers, cancellationToken: cancellationToken);

    public void Dispose() => channel.Dispose();

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
