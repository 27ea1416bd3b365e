using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>A machine on which the guide to deployment was followed to its end; one for all tests of it.</summary>
internal sealed class GuideMachine
{
    private static readonly Lazy<Task<GuideMachine>> Shared = new(StartAsync);

    private GuideMachine(NamespaceShell shell, string output, string deployerId) => (Shell, Output, DeployerId) = (shell, output, deployerId);

    public NamespaceShell Shell { get; }

    /// <value>All that the guide's commands wrote.</value>
    public string Output { get; }

    /// <value>The deployer's process, as the machine counts them.</value>
    public string DeployerId { get; }

    public static Task<GuideMachine> SharedAsync() => Shared.Value;

    public static async Task CloseAsync()
    {
        if (Shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await Shared.Value).Shell.DisposeAsync();
        }
    }

    private static async Task<GuideMachine> StartAsync()
    {
        var shell = await NamespaceShell.OpenAsync();
        var guide = await shell.RunAsync(DeploymentGuide.Script, TimeSpan.FromMinutes(10));
        if (guide.ExitCode != 0)
        {
            var logs = await shell.RunAsync("cat /var/log/deployer.log /var/log/gatekeeper.log");
            await shell.DisposeAsync();
            throw new InvalidOperationException($"The guide does not do what it says: {guide.All}\n{logs.All}");
        }

        // Where every user can read it.
        await shell.RunAsync($"install -m 0644 {Path.Combine(Repository.Clients, "peek.py")} /opt/peek.py");
        var ready = await shell.RunAsync("cat /var/lib/deployer/ready.json");
        return new GuideMachine(shell, guide.Out, JsonNode.Parse(ready.Out)!["pid"]!.ToString());
    }
}
