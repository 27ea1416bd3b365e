using Deployer.Configuration;

namespace Deployer.Secrets.Sources;

/// <summary>The program's own store.</summary>
internal sealed class EmbeddedSource(SecretStore store) : ISecretSource
{
    /// <inheritdoc/>
    public string Kind => SecretOptions.Embedded;

    /// <inheritdoc/>
    public Task<Secret> ReadAsync(string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(store.Read(name));
        }
        catch (SecretStoreException e)
        {
            return Task.FromException<Secret>(e);
        }
    }
}
