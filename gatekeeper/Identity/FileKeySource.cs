using Gateway.Hosting.Posix;

namespace Gatekeeper.Identity;

/// <summary>A key set in a file, read again as soon as it changes.</summary>
internal sealed class FileKeySource(string path) : IKeySource
{
    private const int MaxBytes = 256 * 1024;

    /// <inheritdoc/>
    public TimeSpan PollInterval => TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(SmallFile.ReadText(path, MaxBytes));
        }
        catch (IOException e)
        {
            throw new KeyFetchException($"The key set '{path}' cannot be read: {e.Message}", e);
        }
    }
}
