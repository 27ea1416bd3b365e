using System.Net;
using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Text;
using Gatekeeper.Calls;
using Gatekeeper.Seam;
using Gateway.Hosting.Rpc;
using Gateway.Hosting.State;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Net.Http.Headers;

namespace Gatekeeper.Hosting;

/// <summary>One TLS port for both doors, with every limit chosen.</summary>
internal static class KestrelSetup
{
    // Forward secrecy and authenticated encryption only.
    private static readonly TlsCipherSuite[] CipherSuites =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    private const int MaxHeadBytes = 32 * 1024;
    private const int BufferedBytes = 96 * 1024;

    /// <summary>Configures the server.</summary>
    public static void Apply(KestrelServerOptions kestrel, GatekeeperOptions options)
    {
        var services = kestrel.ApplicationServices;
        var certificate = ServerCertificate.Load(
            options, services.GetRequiredService<StateDirectory>(), services.GetRequiredService<ILogger<ServerCertificate>>());
        var guard = services.GetRequiredService<ConnectionGuard>();
        var addresses = services.GetRequiredService<ConnectionAddresses>();
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.RequestHeaderEncodingSelector = EncodingOf;
        Limit(kestrel.Limits, options);
        kestrel.Listen(IPEndPoint.Parse(options.Listen), endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1AndHttp2;
            endpoint.Use(next => connection => guard.InvokeAsync(connection, next));
            endpoint.Use(next => connection => addresses.NoteAsync(connection, next));
            endpoint.UseHttps(https => Secure(https, options.Limits, certificate));
        });
    }

    private static Encoding? EncodingOf(string name) =>
        name == HeaderNames.ContentLength ? StrictDigitsEncoding.Instance
        : name == HeaderNames.Host ? HostEncoding.OfHost
        : name == ":authority" ? HostEncoding.OfAuthority
        : null;

    private static void Limit(KestrelServerLimits limits, GatekeeperOptions options)
    {
        limits.MaxConcurrentConnections = OpenFileLimit.ConnectionsWithin(options.Limits.MaxConnections);
        limits.MaxConcurrentUpgradedConnections = 0;

        // What is taken is bounded where bodies are read; this is the bound of what is thrown away.
        limits.MaxRequestBodySize = options.Calls.MaxMessageBytes + GrpcFrame.HeadLength + BodyReader.MaxDiscardedBytes;

        // How long it may take is bounded there, too; a rate would cut small ones off sooner.
        limits.MinRequestBodyDataRate = null;
        limits.RequestHeadersTimeout = options.Limits.RequestHeadersTimeout;
        limits.KeepAliveTimeout = options.Limits.KeepAliveTimeout;
        // What the server takes in before anybody reads it; bodies are read as they come, so that little is enough.
        limits.MaxRequestBufferSize = BufferedBytes;
        limits.Http2.InitialStreamWindowSize = BufferedBytes;
        limits.Http2.InitialConnectionWindowSize = 2 * BufferedBytes;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = MaxHeadBytes;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.Http2.MaxStreamsPerConnection = options.Limits.MaxStreamsPerConnection;

        // A longer field ends the connection, with all calls on it and no word why: a token is bounded where it can be answered.
        limits.Http2.MaxRequestHeaderFieldSize = MaxHeadBytes;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
    }

    private static void Secure(HttpsConnectionAdapterOptions https, ServerLimits limits, ServerCertificate certificate)
    {
        https.ServerCertificate = certificate.Leaf;
        https.ServerCertificateChain = certificate.Chain;
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.HandshakeTimeout = limits.HandshakeTimeout;
        https.ClientCertificateMode = ClientCertificateMode.NoCertificate;
        if (OperatingSystem.IsLinux())
        {
            https.OnAuthenticate = RestrictCipherSuites;
        }
    }

    [SupportedOSPlatform("linux")]
    private static void RestrictCipherSuites(ConnectionContext connection, SslServerAuthenticationOptions ssl) =>
        ssl.CipherSuitesPolicy = new CipherSuitesPolicy(CipherSuites);
}
