namespace Deployer.Deployments.Journal;

/// <summary>A success of a lane.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest">Its artifact.</param>
/// <param name="Release">The release, as the target names it.</param>
internal sealed record Success(string Deployment, string Version, string Digest, string Release);
