namespace Deployer.Targets;

/// <summary>What is to be current at a target.</summary>
/// <param name="Name">The release's name: its version, <c>-</c>, and the 64 hexadecimal digits of its digest.</param>
/// <param name="Version">The version that was asked for.</param>
/// <param name="Digest">The verified artifact's digest, <c>sha256:…</c>.</param>
/// <param name="DeploymentId">The deployment: names what is made on the way, so that it is found again after a crash.</param>
internal sealed record TargetRelease(string Name, string Version, string Digest, string DeploymentId);
