using Deployer.Destinations;

namespace Deployer.Tests.Support;

/// <summary>A destination of <c>shop</c> in <c>test</c>, for tests that care for a part of it.</summary>
internal static class SomeDestination
{
    public static Destination Of(string kind, string path) => new()
    {
        Application = "shop",
        Environment = "test",
        Digest = "sha256:0",
        Source = "releases",
        ArtifactSource = "/srv/artifacts",
        Target = new TargetSettings(kind, new Dictionary<string, string> { ["path"] = path }, KeepReleases: 5),
    };
}
