using System.Text.Json;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;
using Microsoft.Extensions.Hosting;

namespace Gateway.Hosting.State;

/// <summary><c>ready.json</c> in the state directory: there while the program serves, with its process and where it is reached.</summary>
/// <param name="state">The state directory.</param>
/// <param name="lifetime">Says when the program stops.</param>
/// <param name="name">What the place is called.</param>
/// <param name="open">Opens the program to callers, where it is listened on by now, and gives the place.</param>
public sealed class ReadyFile(StateDirectory state, IHostApplicationLifetime lifetime, string name, Func<string> open) : IHostedLifecycleService
{
    /// <summary>The file's name.</summary>
    public const string Name = "ready.json";

    private readonly string _path = state.Combine(Name);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => File.Delete(_path));
        return Task.CompletedTask;
    }

    /// <summary>Opens the program, and says so. What fails here ends the start.</summary>
    /// <exception cref="ConfigurationException">The file cannot be written.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var content = JsonSerializer.Serialize(new Dictionary<string, object> { ["pid"] = Environment.ProcessId, [name] = open() });
        try
        {
            PrivateFile.Write(_path, content, durable: false);
            if (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // Asked to stop before it was written: whoever deletes at a stop has been here already.
                File.Delete(_path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The file '{_path}' cannot be written: {e.Message}", e);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
