using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Gatekeeper.Tests.Support;

/// <summary>A TLS connection on which a test writes bytes as it likes.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly SslStream _stream;

    private RawConnection(TcpClient client, SslStream stream)
    {
        _client = client;
        _stream = stream;
    }

    public Stream Stream => _stream;

    public static async Task<RawConnection> OpenAsync(Gate gate, string protocol = "http/1.1")
    {
        var client = new TcpClient();
        await client.ConnectAsync(gate.Url.Host, gate.Url.Port);
        var stream = new SslStream(client.GetStream(), false, (_, certificate, _, _) => gate.IsTrusted(certificate));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = [new SslApplicationProtocol(protocol)],
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        });
        return new RawConnection(client, stream);
    }

    /// <summary>Writes and reads until the server closes, or no more comes for a while.</summary>
    /// <returns>All that was read, and whether the server closed.</returns>
    public async Task<(string Text, bool IsClosed)> ExchangeAsync(string request, int idleMilliseconds = 300)
    {
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        await _stream.FlushAsync();
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                using var idle = new CancellationTokenSource(text.Length == 0 ? 5_000 : idleMilliseconds);
                var read = await _stream.ReadAsync(buffer, idle.Token);
                if (read == 0)
                {
                    return (text.ToString(), true);
                }

                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (OperationCanceledException)
        {
            return (text.ToString(), false);
        }
        catch (IOException)
        {
            return (text.ToString(), true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }
}
