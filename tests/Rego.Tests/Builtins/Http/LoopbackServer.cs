using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rego.Tests.Builtins.Http;

/// <summary>An HTTP server on the loopback interface that answers as a test wants, and remembers what was asked.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly Action<HttpListenerContext, string> _answer;
    private readonly HttpListener _listener;

    internal LoopbackServer(Action<HttpListenerContext, string> answer)
    {
        _answer = answer;
        (_listener, Port) = Listen();
        _ = ServeAsync();
    }

    internal int Port { get; }

    internal string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Method, path and body of the requests, in their order.</summary>
    internal ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose() => _listener.Close();

    /// <summary>Sends an answer of some kind.</summary>
    internal static void Reply(HttpListenerContext context, string body, string type = "application/json", int status = 200)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.OutputStream.Write(bytes);
    }

    private static (HttpListener, int) Listen()
    {
        while (true)
        {
            int port;
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                port = ((IPEndPoint)probe.LocalEndpoint).Port;
            }

            var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException)
            {
                // Somebody else took the port in between.
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Serve(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The test is over, or the caller went away.
            }
        }
    }

    private void Serve(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = reader.ReadToEnd();
        Requests.Enqueue($"{context.Request.HttpMethod} {context.Request.RawUrl} {body}".TrimEnd());
        _answer(context, body);
        context.Response.Close();
    }
}
