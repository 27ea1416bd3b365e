using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>Two gatekeepers, each with keys and a log of its own, before one deployer. Which directory of policies each of them has is the test's to say.</summary>
internal sealed class PolicyFleet : IAsyncDisposable
{
    public const string Version = "1.0.0";

    private readonly TemporaryDirectory _directory;
    private readonly TestIssuer _issuer = new("https://issuer.test");
    private readonly StartedPrograms _programs = new();

    public PolicyFleet(TemporaryDirectory directory)
    {
        _directory = directory;
        WriteArtifacts();
        File.WriteAllText(directory.Sub("jwks.json"), _issuer.Jwks());
        foreach (var name in Gatekeepers)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            File.WriteAllText(directory.Sub(name + ".key"), key.ExportPkcs8PrivateKeyPem());
            File.SetUnixFileMode(directory.Sub(name + ".key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.WriteAllText(directory.Sub(name + ".pem"), key.ExportSubjectPublicKeyInfoPem());
        }
    }

    public static string[] Gatekeepers { get; } = ["one", "two"];

    public HttpClient[] Doors { get; private set; } = [];

    public string Output => _programs.Output;

    public string State(string program) => _directory.Sub("state-" + program);

    /// <value>Where the policies must deploy to.</value>
    public string Targets => _directory.Sub("targets");

    /// <summary>Starts the three programs.</summary>
    /// <param name="policies">The directory of each, by name: <c>one</c>, <c>two</c>, <c>deployer</c>.</param>
    /// <param name="quietPeriod">How long a directory must be quiet.</param>
    public async Task StartAsync(Func<string, string> policies, TimeSpan quietPeriod)
    {
        _programs.Start("deployer", "deployer", DeployerArguments(policies("deployer"), quietPeriod));
        await _programs.ReadyAsync(State("deployer"));
        foreach (var name in Gatekeepers)
        {
            _programs.Start(name, "gatekeeper", GatekeeperArguments(name, policies(name), quietPeriod));
        }

        var ready = await Task.WhenAll(Gatekeepers.Select(name => _programs.ReadyAsync(State(name))));
        Doors = [.. Gatekeepers.Zip(ready, (name, document) => NewDoor((string)document["url"]!, name))];
    }

    /// <summary>Asks for a deployment.</summary>
    /// <returns>The answer's HTTP status, and its body where that is not 200.</returns>
    public static async Task<string> DeployAsync(HttpClient door, string application)
    {
        var body = $$"""{"version":"{{Version}}","request_id":"{{Guid.NewGuid()}}"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await door.PostAsync($"/v1/applications/{application}/environments/test/deployments", content);
        return await DescribeAsync(answer);
    }

    /// <summary>Asks for a list.</summary>
    public static async Task<string> ListAsync(HttpClient door, string application)
    {
        using var answer = await door.GetAsync($"/v1/applications/{application}/environments/test/deployments?page_size=1");
        return await DescribeAsync(answer);
    }

    /// <summary>The program's records, in order.</summary>
    public IEnumerable<JsonNode> Records(string program) =>
        Directory.EnumerateFiles(Path.Combine(State(program), "audit"), "records-*.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(ReadLines)
            .Select(line => JsonNode.Parse(line)!);

    /// <summary>The text of a file of a revision that a program took.</summary>
    public string TakenFile(string program, string revision, string path)
    {
        var archive = Path.Combine(State(program), "revisions");
        var list = JsonNode.Parse(File.ReadAllText(Path.Combine(archive, "taken", revision["sha256:".Length..] + ".json")))!;
        var file = list["files"]!.AsArray().Single(file => (string)file!["path"]! == path)!;
        return File.ReadAllText(Path.Combine(archive, "contents", (string)file["digest"]!));
    }

    public async ValueTask DisposeAsync()
    {
        await _programs.DisposeAsync();
        Array.ForEach(Doors, door => door.Dispose());
        _issuer.Dispose();
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode ? "200" : $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";

    // The last line may still be in the making.
    private static IEnumerable<string> ReadLines(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private string[] GatekeeperArguments(string name, string policies, TimeSpan quietPeriod) =>
    [
        $"--Gatekeeper:StateDirectory={State(name)}",
        "--Gatekeeper:Listen=127.0.0.1:0",
        "--Gatekeeper:Development=true",
        $"--Gatekeeper:Policy:Directory={policies}",
        $"--Gatekeeper:Policy:QuietPeriod={quietPeriod}",
        "--Gatekeeper:Policy:EvaluationTimeout=00:00:05",
        $"--Gatekeeper:Audit:Origin=gatekeeper.test/{name}",
        $"--Gatekeeper:Deployer:Socket={_directory.Sub("d.sock")}",
        $"--Gatekeeper:Grants:SigningKeyFile={_directory.Sub(name + ".key")}",
        "--Gatekeeper:Issuers:0:Issuer=https://issuer.test",
        $"--Gatekeeper:Issuers:0:JwksFile={_directory.Sub("jwks.json")}",
        "--Gatekeeper:Issuers:0:Audiences:0=gatekeeper",
        "--Gatekeeper:Issuers:0:CallerKind=code",
        "--Gatekeeper:RateLimits:ChangesPerSecond=100000",
        "--Gatekeeper:RateLimits:DenialsPerSecond=100000",
        "--Gatekeeper:RateLimits:DenialsPerSecondOfCaller=100000",
        "--Gatekeeper:StopWithStandardInput=true",
    ];

    private string[] DeployerArguments(string policies, TimeSpan quietPeriod) =>
    [
        "--Deployer:Development=true",
        $"--Deployer:StateDirectory={State("deployer")}",
        $"--Deployer:Socket={_directory.Sub("d.sock")}",
        $"--Deployer:Policy:Directory={policies}",
        $"--Deployer:Policy:QuietPeriod={quietPeriod}",
        .. Gatekeepers.Select((name, i) => $"--Deployer:Grants:PublicKeyFiles:{i}={_directory.Sub(name + ".pem")}"),
        $"--Deployer:Sources:releases:Directory={_directory.Sub("artifacts")}",
        "--Deployer:Allow:0:Applications:0=*",
        "--Deployer:Allow:0:Environments:0=*",
        $"--Deployer:Allow:0:Targets:0=directory:{Targets}",
        "--Deployer:Allow:0:Sources:0=releases",
        "--Deployer:Limits:MaxDeploymentsPerLane=100000",
        "--Deployer:Limits:MaxDeployments=1000000",
        "--Deployer:StopWithStandardInput=true",
    ];

    private HttpClient NewDoor(string url, string program)
    {
        var door = StartedPrograms.NewDoor(url, State(program));
        door.DefaultRequestHeaders.Authorization = new("Bearer", _issuer.Token("tester"));
        return door;
    }

    private void WriteArtifacts()
    {
        var artifacts = Directory.CreateDirectory(_directory.Sub("artifacts")).FullName;
        for (var i = 0; i < 8; i++)
        {
            using var archive = new TarWriter(new GZipStream(File.Create(Path.Combine(artifacts, $"app-{i}-{Version}.tar.gz")), CompressionLevel.Fastest));
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "run") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes($"app {i}")) });
        }
    }
}
