namespace Deployer.Secrets.Sources;

/// <summary>The program's own store.</summary>
internal sealed class EmbeddedSource(SecretStore store) : ISecretSource
{
    /// <summary>What it is called.</summary>
    public const string Name = "embedded";

    /// <inheritdoc/>
    public string Kind => Name;

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
