using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>Who may see a part only is shown that part of a list of all, and the record says which.</summary>
[Parallelizable]
public class VisibilityTests
{
    private const string All = "/v1/applications/-/environments/-/deployments";

    [Test]
    public async Task List_OfAll_ShowsEachCallerWhatItMaySee()
    {
        using var directory = new TemporaryDirectory();
        await using var dev = await DevProcess.StartAsync(directory.Sub("state"));
        var curl = new Curl(dev);
        foreach (var environment in (string[])["test", "production", "stage", "production"])
        {
            var created = await curl.DeployAsync(environment, "alice", "1.0.0");
            Assert.That(created.Status, Is.EqualTo(200), created.Body);
        }

        // The sample shows its pipeline all: nothing is hidden from anybody who is known.
        var all = Environments(await curl.GetAsync(All, "alice"));
        Assert.That(Environments(await curl.GetAsync(All, "shop-ci")), Is.EqualTo(all));
        await HideProductionAsync(dev);
        var visible = all.Where(environment => environment != "production").ToList();

        var shown = await curl.GetAsync(All + "?page_size=1", "shop-ci");
        for (var i = 0; i < 100 && Environments(shown)[0] == "production"; i++)
        {
            await Task.Delay(200);
            shown = await curl.GetAsync(All + "?page_size=1", "shop-ci");
        }

        Assert.That(Environments(shown), Is.EqualTo(visible[..1]), dev.Output);
        var rest = await curl.GetAsync($"{All}?page_token={(string)shown.Json["next_page_token"]!}&page_size=1", "shop-ci");
        Assert.That(Environments(rest), Is.EqualTo(visible[1..2]));
        Assert.That(Environments(await curl.GetAsync(All, "alice")), Is.EqualTo(all));
        Assert.That(Environments(await curl.GetAsync(All, "shop-ci")), Is.EqualTo(visible));
        Assert.That(Environments(await curl.GetAsync(All, "shop-ci", "--header", "x-deploy-visible: AAAA")), Is.EqualTo(visible));

        var records = await ProcessRun.RunAsync(Repository.Gatectl, ["audit", "list", "--state", dev.State, "--decision", shown.DecisionId, "-o", "json"]);
        Assert.That(records.Json["records"]![0]!["result"]!["obligations"]!.ToJsonString(), Is.EqualTo("""{"visible":[["shop","stage"],["shop","test"]]}"""), records.All);
    }

    private static Task HideProductionAsync(DevProcess dev)
    {
        var file = Path.Combine(dev.State, "policies", "applications", "shop", "data.yaml");
        var text = File.ReadAllText(file);
        return File.WriteAllTextAsync(file, text.Replace("production: {code: [reader], ", "production: {", StringComparison.Ordinal));
    }

    private static List<string> Environments(CurlAnswer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        return [.. answer.Json["deployments"]!.AsArray().Select(deployment => (string)deployment!["environment"]!)];
    }
}
