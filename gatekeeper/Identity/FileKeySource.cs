namespace Gatekeeper.Identity;

/// <summary>A key set in a file, read again as soon as it changes.</summary>
internal sealed class FileKeySource(string path) : IKeySource
{
    private const int MaxBytes = 256 * 1024;

    /// <inheritdoc/>
    public TimeSpan PollInterval => TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                throw new KeyFetchException($"The key set '{path}' has more than {MaxBytes} bytes.");
            }

            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFetchException($"The key set '{path}' cannot be read: {e.Message}", e);
        }
    }
}
