using Deployer.Secrets;
using Deployer.Secrets.Sources;

namespace Deployer.Tests.Support;

/// <summary>The template of a source of credentials: the shortest whole one. The contract tests hold it.</summary>
internal sealed class MemorySecretSource(IReadOnlyDictionary<string, byte[]> values) : ISecretSource
{
    public string Kind => "memory";

    public async Task<Secret> ReadAsync(string name, CancellationToken cancellation)
    {
        // Where another source asks a server.
        await Task.Delay(1, cancellation);
        return values.TryGetValue(name, out var value) ? Secret.From(value) : throw new SecretStoreException("The memory has no credential of this name.");
    }
}
