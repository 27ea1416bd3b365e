using System.Text.Encodings.Web;
using System.Text.Json;
using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary>Where the local gate deploys to: the one document of its policies that no copy of the shipped ones can be, since it names the state directory.</summary>
internal static class DevDestinations
{
    /// <summary>What the local gate's destinations call the directory of artifacts.</summary>
    public const string Source = "releases";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of <c>destinations/data.yaml</c>.</summary>
    public static string Document(DevPaths paths) => $$"""
        # Where each application's artifacts come from, and where they go. The nearest entry holds whole. Of this, the deployer uses what
        # its own settings permit: targets below this directory, and the artifacts in `artifacts` beside it.
        {{SampleApplication.Name}}:
          "*":
            target: {kind: directory, path: {{JsonSerializer.Serialize(paths.Target("{environment}"), Plain)}}}
            source: {{Source}}
            health: {file: {{SampleApplication.HealthFile}}}
          {{DemoSecrets.Environment}}:
            target: {kind: directory, path: {{JsonSerializer.Serialize(paths.Target(DemoSecrets.Environment), Plain)}}}
            source: {{Source}}
            credentials: {apply: {{DemoSecrets.Name}}}
            health: {file: {{SampleApplication.HealthFile}}}

        """;
}
