using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Benchmarks.Load;

/// <summary>YARP and nothing else: what the gate is compared with. TLS and HTTP/2 as the gate has them, the same token carried along.</summary>
internal static class BareProxy
{
    public static async Task RunAsync(string socket, string certificate, string key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(certificate, key));
            });
        });
        builder.Services.AddSingleton<IForwarderHttpClientFactory>(new SocketClientFactory(socket));
        builder.Services.AddReverseProxy().LoadFromMemory([Route], [Cluster]);
        await using var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.WriteLine(address);
        await HostingAbstractionsHostExtensions.WaitForShutdownAsync(app);
    }

    private static RouteConfig Route => new() { RouteId = "all", ClusterId = "worker", Match = new RouteMatch { Path = "{**any}" } };

    private static ClusterConfig Cluster => new()
    {
        ClusterId = "worker",
        Destinations = new Dictionary<string, DestinationConfig> { ["worker"] = new() { Address = "http://worker" } },
        HttpRequest = new ForwarderRequestConfig { Version = HttpVersion.Version20, VersionPolicy = System.Net.Http.HttpVersionPolicy.RequestVersionExact },
    };

    private sealed class SocketClientFactory(string socket) : ForwarderHttpClientFactory
    {
        protected override void ConfigureHandler(ForwarderHttpClientContext context, System.Net.Http.SocketsHttpHandler handler)
        {
            base.ConfigureHandler(context, handler);
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            };
        }
    }
}
