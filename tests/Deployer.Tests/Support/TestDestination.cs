using System.Text.Json;
using System.Text.Json.Nodes;
using Deployer.Destinations;

namespace Deployer.Tests.Support;

/// <summary>The one destination of a test's deployer, for every application and environment: in the form of the policies' data.</summary>
internal sealed class TestDestination(string root)
{
    public TestTarget Target { get; } = new() { Directory = Path.Combine(root, "{application}", "{environment}") };

    public string Credential { get; set; } = "";

    public TestHealthCheck HealthCheck { get; } = new();

    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The entry, as data have it.</summary>
    public JsonObject ToJson()
    {
        var health = new JsonObject { ["timeout"] = Durations.Format(HealthCheck.Timeout) };
        if (HealthCheck.File.Length > 0)
        {
            health["file"] = HealthCheck.File;
        }

        if (HealthCheck.Url.Length > 0)
        {
            health["url"] = HealthCheck.Url;
        }

        var entry = new JsonObject
        {
            ["target"] = new JsonObject { ["kind"] = Target.Kind, ["path"] = Target.Directory },
            ["source"] = "releases",
            ["health"] = health,
            ["keep"] = Target.KeepReleases,
            ["step_timeout"] = Durations.Format(StepTimeout),
        };
        if (Credential.Length > 0)
        {
            entry["credentials"] = new JsonObject { ["apply"] = Credential };
        }

        return entry;
    }

    /// <summary>The whole document, with this entry for everything.</summary>
    public string ToDocument() => JsonSerializer.Serialize(new JsonObject { ["*"] = new JsonObject { ["*"] = ToJson() } });

    internal sealed class TestTarget
    {
        public string Kind { get; set; } = "directory";

        public string Directory { get; set; } = "";

        public int KeepReleases { get; set; } = 5;
    }

    internal sealed class TestHealthCheck
    {
        public string File { get; set; } = "";

        public string Url { get; set; } = "";

        public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
    }
}
