using System.Text.Json;
using Deployer.Configuration;
using Gateway.Hosting.Settings;

namespace Deployer.Hosting;

/// <summary><c>ready.json</c> in the state directory: there while the deployer serves.</summary>
internal sealed class ReadyFile(StateFolder state, DeployerOptions options, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    private const string Name = "ready.json";

    private readonly string _path = state.Combine(Name);

    /// <summary>Removes what a crash has left: until the file is there again, nobody takes the deployer for ready.</summary>
    public static void RemoveLeftover(StateFolder state) => File.Delete(state.Combine(Name));

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => File.Delete(_path));
        return Task.CompletedTask;
    }

    /// <summary>Opens the socket, which is listened on by now, and says so. What fails here ends the start.</summary>
    /// <exception cref="ConfigurationException">The socket's group cannot be given to it.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Write();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Write()
    {
        SocketFile.Open(options);
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteNumber("pid", Environment.ProcessId);
            writer.WriteString("socket", options.Socket);
            writer.WriteEndObject();
        }

        string part = _path + ".part";
        File.WriteAllBytes(part, json.ToArray());
        File.Move(part, _path, overwrite: true);
    }
}
