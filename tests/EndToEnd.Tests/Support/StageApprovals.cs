namespace EndToEnd.Tests.Support;

/// <summary>Policies of a local gate that ask for an approval before anything goes to <c>stage</c>: alice may ask, bob approves.</summary>
internal static class StageApprovals
{
    /// <summary>Changes the policies, and waits until they decide.</summary>
    public static async Task RequireAsync(DevProcess dev)
    {
        var policies = Path.Combine(dev.State, "policies");
        await File.AppendAllTextAsync(Path.Combine(policies, "people", "data.yaml"), "\nbob: {people: bob}\n");
        var file = Path.Combine(policies, "applications", "shop", "data.yaml");
        var text = (await File.ReadAllTextAsync(file))
            .Replace("  stage: {code", "  stage: {\"person:bob\": [approver], code", StringComparison.Ordinal)
            .Replace("requirements:\n", "requirements:\n  stage: {deploy: {approvals: [{count: 1, from: [\"person:bob\"]}]}}\n", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text);
        for (var i = 0; i < 100 && !(await ProcessRun.RunAsync(Repository.Gatectl, ["list", "shop", "stage", .. CallAs(dev, "bob")])).IsDone; i++)
        {
            await Task.Delay(200);
        }
    }

    /// <summary>The options that call the gate as a person, whose tokens end after some seconds.</summary>
    public static string[] CallAs(DevProcess dev, string person, int lifetime = 60) =>
        ["--url", dev.Url, "--ca", dev.Ca, "--token-command", TokenCommand(dev, person, lifetime)];

    /// <summary>A command that prints a new token of a person.</summary>
    public static string TokenCommand(DevProcess dev, string person, int lifetime) =>
        $"'{Repository.Gatectl}' dev token {person} --issuer people --claim idtyp=user --lifetime {lifetime} --state '{dev.State}'";
}
