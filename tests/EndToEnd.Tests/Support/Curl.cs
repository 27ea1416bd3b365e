using System.Globalization;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>Calls the gate over REST with curl.</summary>
internal sealed class Curl(DevProcess dev)
{
    private const string Applications = "/v1/applications";

    public static string Deployments(string environment, string application = "shop") => $"{Applications}/{application}/environments/{environment}/deployments";

    public Task<CurlAnswer> GetAsync(string path, string? caller, params string[] more) => CallAsync(path, TokenOf(caller), more);

    public Task<CurlAnswer> PostAsync(string path, string? caller, JsonNode body, params string[] more) =>
        CallAsync(path, TokenOf(caller), ["--header", "Content-Type: application/json", "--data-binary", body.ToJsonString(), .. more]);

    public Task<CurlAnswer> DeployAsync(string environment, string? caller, string version, string application = "shop") =>
        PostAsync(Deployments(environment, application), caller, new JsonObject { ["version"] = version });

    /// <summary>Calls with a token as it stands; <c>null</c> for none.</summary>
    public async Task<CurlAnswer> CallAsync(string path, string? token, params string[] more)
    {
        List<string> arguments = ["--silent", "--show-error", "--include", "--cacert", dev.Ca, "--max-time", "60", .. more];
        if (token is not null)
        {
            arguments.AddRange(["--header", $"Authorization: Bearer {token}"]);
        }

        var run = await ProcessRun.RunAsync("curl", [.. arguments, dev.Url + path]);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        return CurlAnswer.Parse(run.Out);
    }

    private string? TokenOf(string? caller) => caller is null ? null : File.ReadAllText(dev.TokenFile(caller)).Trim();
}
