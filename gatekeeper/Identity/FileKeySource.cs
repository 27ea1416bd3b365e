using Gateway.Hosting.Posix;
using Gateway.Hosting.Settings;

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
            return Task.FromResult(Read());
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw new KeyFetchException($"The key set '{path}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Makes sure at the start that there is a set.</summary>
    /// <param name="key">The key that names the file.</param>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public void Require(string key)
    {
        try
        {
            Read();
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw new ConfigurationException($"{Setting.Fault(key, path, "a file with a JWK set")} {e.Message}", e);
        }
    }

    private string Read()
    {
        var json = SmallFile.ReadText(path, MaxBytes);
        IssuerKeys.Parse(json, fetchedAt: 0);
        return json;
    }
}
