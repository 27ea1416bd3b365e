using System.Net.Sockets;
using Gateway.Hosting.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Hosting.Background;

/// <summary>Runs a program's host, so that what ends its start is told in a line.</summary>
public static class HostRun
{
    /// <summary>What a program ends with where its configuration, or what that points to, did not allow a start.</summary>
    public const int NotStarted = 2;

    /// <summary>Serves until a signal asks to stop, which may be before anything is served.</summary>
    /// <param name="host">The host.</param>
    /// <param name="place">The key and the value of where it listens, as the beginning of a message.</param>
    /// <exception cref="ConfigurationException">It cannot be listened on there.</exception>
    public static async Task RunAsync(IHost host, string place)
    {
        ArgumentNullException.ThrowIfNull(host);
        try
        {
            await host.StartAsync();
        }
        catch (OperationCanceledException) when (host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e.GetBaseException() is SocketException)
        {
            throw new ConfigurationException($"{place}, which cannot be listened on: {e.GetBaseException().Message}", e);
        }

        await host.WaitForShutdownAsync();
    }
}
