using System.Net.Sockets;
using Gateway.Hosting.Logging;
using Gateway.Hosting.Posix;

namespace Gatekeeper.Forwarding;

/// <summary>The gatekeeper's connections to the deployer's Unix socket: HTTP/2, shared by all calls, and only to a deployer of another user.</summary>
internal sealed partial class DeployerConnection : IDisposable
{
    private readonly UnixDomainSocketEndPoint _endpoint;
    private readonly DeployerUser _deployerUser;
    private readonly LogLimiter _refusals;
    private readonly ILogger<DeployerConnection> _logger;

    /// <summary>Connects when first used.</summary>
    public DeployerConnection(DeployerOptions options, DeployerUser deployerUser, TimeProvider time, ILogger<DeployerConnection> logger)
    {
        (_deployerUser, _refusals, _logger) = (deployerUser, new LogLimiter(time), logger);
        _endpoint = new UnixDomainSocketEndPoint(Path.GetFullPath(options.Socket));
        Handler = new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            ConnectTimeout = options.ConnectTimeout,
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,

            // A deployer that has stopped answering is noticed while a stream is silent.
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        Invoker = new HttpMessageInvoker(Handler, disposeHandler: false);
    }

    /// <value>Where the deployer's socket is looked for.</value>
    public string Socket => _endpoint.ToString();

    /// <value>For clients of gRPC.</value>
    public SocketsHttpHandler Handler { get; }

    /// <value>For the forwarder.</value>
    public HttpMessageInvoker Invoker { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Invoker.Dispose();
        Handler.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = NewSocket();
        try
        {
            await OpenAsync(socket, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Who listens is known before a byte is sent.
    private async Task OpenAsync(Socket socket, CancellationToken cancellationToken)
    {
        await socket.ConnectAsync(_endpoint, cancellationToken);
        if (_deployerUser.FindFault(PeerCredentials.Of(socket)) is { } fault)
        {
            if (_refusals.TryTell(fault, out var untold))
            {
                LogRefused(_logger, fault, untold);
            }

            throw new IOException(fault);
        }
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    [LoggerMessage(EventId = 5101, Level = LogLevel.Error, Message = "The deployer is not used: {Fault} ({Untold} more connections since the last that was told)")]
    private static partial void LogRefused(ILogger logger, string fault, long untold);
}
