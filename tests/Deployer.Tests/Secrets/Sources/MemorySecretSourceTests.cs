using Deployer.Secrets.Sources;
using Deployer.Tests.Support;

namespace Deployer.Tests.Secrets.Sources;

/// <summary>The template keeps what every source must.</summary>
[TestFixture]
internal sealed class MemorySecretSourceTests : SecretSourceContractTests
{
    protected override ISecretSource Open(string name, byte[] value) => new MemorySecretSource(new Dictionary<string, byte[]>(StringComparer.Ordinal) { [name] = value });
}
