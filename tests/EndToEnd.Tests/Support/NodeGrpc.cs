using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>Calls the gate over gRPC with Node's own gRPC library.</summary>
internal sealed class NodeGrpc(DevProcess dev)
{
    public async Task<JsonNode> CallAsync(string method, JsonObject request, string? tokenFile)
    {
        List<string> arguments =
        [
            Path.Combine(Repository.Clients, "call.mjs"), method, request.ToJsonString(),
            "--address", new Uri(dev.Url).Authority, "--ca", dev.Ca, "--protos", SourceTree.PathTo("protos"),
        ];
        if (tokenFile is not null)
        {
            arguments.AddRange(["--token-file", tokenFile]);
        }

        var run = await ProcessRun.RunAsync("node", arguments);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        return run.Json;
    }

    public Task<JsonNode> DeployAsync(string environment, string version, string? tokenFile) =>
        CallAsync("CreateDeployment", new JsonObject { ["application"] = "shop", ["environment"] = environment, ["version"] = version }, tokenFile);
}
