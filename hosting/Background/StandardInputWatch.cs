using Microsoft.Extensions.Hosting;

namespace Gateway.Hosting.Background;

/// <summary>
/// Stops the program when its standard input ends. Whoever started it holds the other end of that pipe, and the system closes it
/// however that process ends: so this one cannot be left behind.
/// </summary>
public sealed class StandardInputWatch(IHostApplicationLifetime lifetime) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A read of a pipe cannot be cancelled; a background thread does not keep the process alive.
        new Thread(ReadToEnd) { IsBackground = true, Name = nameof(StandardInputWatch) }.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void ReadToEnd()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> ignored = stackalloc byte[256];
        while (input.Read(ignored) > 0)
        {
        }

        lifetime.StopApplication();
    }
}
