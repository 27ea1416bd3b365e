using Deployer.Facts;

namespace Deployer.Deployments.Journal;

/// <summary>Something to tell others of.</summary>
/// <param name="Position">Its place in the order of all; never that of another one.</param>
/// <param name="Type">What kind of thing.</param>
/// <param name="Deployment">The deployment that it is about; empty where it is about a hold.</param>
/// <param name="Ordinal">The fact of that deployment.</param>
/// <param name="Hold">What became of a hold; null where it is about a deployment.</param>
internal sealed record Notice(long Position, string Type, string Deployment, int Ordinal, HoldChange? Hold);
