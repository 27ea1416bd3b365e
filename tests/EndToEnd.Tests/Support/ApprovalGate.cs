using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Support;

/// <summary>A gatekeeper and a deployer with <see cref="ApprovalPolicies"/>, their state laid out as <c>gatectl --state</c> expects it; and those who call it.</summary>
internal sealed class ApprovalGate : IAsyncDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    // Issuer and kind, in the order of the configuration.
    private static readonly (string Name, string Kind)[] Kinds = [("people", "person"), ("staff", "person"), ("ci", "code"), ("assist", "agent"), ("cluster", "machine")];

    private readonly TemporaryDirectory _directory;
    private readonly StartedPrograms _programs = new();
    private readonly Dictionary<string, TestIssuer> _issuers = Kinds.ToDictionary(kind => kind.Name, kind => new TestIssuer($"https://{kind.Name}.test"));
    private HttpClient? _door;

    public ApprovalGate(TemporaryDirectory directory)
    {
        _directory = directory;
        Directory.CreateDirectory(Artifacts);
        ApprovalPolicies.Write(Policies, Targets);
        foreach (var (name, issuer) in _issuers)
        {
            File.WriteAllText(directory.Sub(name + ".jwks"), issuer.Jwks());
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(directory.Sub("grants.key"), key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(directory.Sub("grants.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(directory.Sub("grants.pem"), key.ExportSubjectPublicKeyInfoPem());
    }

    public string State => _directory.Sub("state");

    public string Policies => _directory.Sub("policies");

    public string Targets => _directory.Sub("targets");

    public string Artifacts => _directory.Sub("artifacts");

    public string Socket => _directory.Sub("d.sock");

    public string Journal => Path.Combine(StateOf("deployer"), "journal.db");

    public string Output => _programs.Output;

    public string Alice => Person("alice");

    public string Bob => Person("bob");

    public string Carol => Person("carol");

    public async Task StartAsync()
    {
        _programs.Start("deployer", "deployer", DeployerArguments());
        await _programs.ReadyAsync(StateOf("deployer"));
        _programs.Start("gatekeeper", "gatekeeper", GatekeeperArguments());
        var ready = await _programs.ReadyAsync(StateOf("gatekeeper"));
        _door = StartedPrograms.NewDoor((string)ready["url"]!, StateOf("gatekeeper"));
    }

    public string StateOf(string program) => Path.Combine(State, program);

    /// <summary>A token of a person.</summary>
    public string Person(string subject, string issuer = "people") => _issuers[issuer].Token(subject, new JsonObject { ["idtyp"] = "user" });

    /// <summary>A token of a pipeline's job that somebody has started.</summary>
    public string Job(string application, string startedBy) =>
        _issuers["ci"].Token(application, new JsonObject { ["environment"] = ApprovalPolicies.Environment, ["build_user_id"] = startedBy });

    /// <summary>A token of whatever the issuer's callers are; with an <c>act</c>, of an agent.</summary>
    public string Machine(string issuer, string subject, string actor = "")
    {
        var claims = new JsonObject { ["idtyp"] = "user" };
        if (actor.Length > 0)
        {
            claims["act"] = new JsonObject { ["sub"] = actor };
        }

        return _issuers[issuer].Token(subject, claims);
    }

    /// <summary>Puts a version of an application into the repository, in place of what is there.</summary>
    public void AddArtifact(string application, string version, string content)
    {
        var file = Path.Combine(Artifacts, $"{application}-{version}.tar.gz");
        using (var archive = new TarWriter(new GZipStream(File.Create(file + ".new"), CompressionLevel.Fastest)))
        {
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "run") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        }

        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>What is current at an application's target; null where nothing is.</summary>
    public string? Landed(string application)
    {
        var file = Path.Combine(Targets, application, ApprovalPolicies.Environment, "current", "run");
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    public Task<CurlAnswer> GetAsync(string application, string id) => CallAsync(HttpMethod.Get, $"{Place(application)}/deployments/{id}", Alice, null);

    public Task<CurlAnswer> DeployAsync(string application, string token, string version) =>
        CallAsync(HttpMethod.Post, $"{Place(application)}/deployments", token, new JsonObject { ["version"] = version });

    /// <summary>Approves what has a review digest, or blindly.</summary>
    public Task<CurlAnswer> ApproveAsync(string application, string id, string token, string reviewDigest = "")
    {
        var body = new JsonObject { ["comment"] = "looked at it" };
        if (reviewDigest.Length > 0)
        {
            body["review_digest"] = reviewDigest;
        }

        return CallAsync(HttpMethod.Post, $"{Place(application)}/deployments/{id}:approve", token, body);
    }

    public Task<CurlAnswer> WithdrawAsync(string application, string id, string token) =>
        CallAsync(HttpMethod.Post, $"{Place(application)}/deployments/{id}:withdraw", token, []);

    /// <summary>Keeps the pushes of an application from beginning.</summary>
    public async Task HoldAsync(string application)
    {
        var answer = await CallAsync(HttpMethod.Post, $"{Place(application)}:hold", Person("oscar"), new JsonObject { ["reason"] = "an incident" });
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
    }

    public async Task ReleaseAsync(string application)
    {
        var answer = await CallAsync(HttpMethod.Post, $"{Place(application)}:release", Person("oscar"), []);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
    }

    /// <summary>Waits until a deployment is as it should be.</summary>
    public async Task<JsonNode> WaitAsync(string application, string id, Func<JsonNode, bool> isThere)
    {
        var answer = await GetAsync(application, id);
        await UntilAsync(async () => isThere((answer = await GetAsync(application, id)).Json), () => answer.Body);
        return answer.Json;
    }

    public Task<JsonNode> WaitAsync(string application, string id, string state) => WaitAsync(application, id, deployment => (string?)deployment["state"] == state);

    /// <summary>Changes one file of the policies, and waits until both programs decide by it.</summary>
    public async Task ChangeAsync(string file, string text)
    {
        var before = Revision("gatekeeper");
        ApprovalPolicies.WriteFile(Policies, file, text);
        await UntilAsync(() => Task.FromResult(Revision("gatekeeper") != before && Revision("deployer") == Revision("gatekeeper")), () => "The policies were not taken.");
    }

    /// <summary>As <see cref="ChangeAsync"/>, by another text in place of one that is there.</summary>
    public Task ReplaceAsync(string file, string old, string with)
    {
        var text = File.ReadAllText(Path.Combine(Policies, file));
        Assert.That(text, Does.Contain(old));
        return ChangeAsync(file, text.Replace(old, with, StringComparison.Ordinal));
    }

    /// <summary>Asks again and again, not for ever.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo, Func<string> describe)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await isSo())
        {
            Assert.That(deadline.IsCancellationRequested, Is.False, () => $"{describe()}\n{Output}");
            await Task.Delay(Poll);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _programs.DisposeAsync();
        _door?.Dispose();
        foreach (var issuer in _issuers.Values)
        {
            issuer.Dispose();
        }
    }

    private static string Place(string application) => $"/v1/applications/{application}/environments/{ApprovalPolicies.Environment}";

    private async Task<CurlAnswer> CallAsync(HttpMethod method, string path, string token, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var answer = await _door!.SendAsync(request);
        var headers = answer.Headers.ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase);
        return new CurlAnswer((int)answer.StatusCode, headers, await answer.Content.ReadAsStringAsync());
    }

    private string Revision(string program) => (string)JsonNode.Parse(File.ReadAllText(Path.Combine(StateOf(program), "revision.json")))!["revision"]!;

    private string[] GatekeeperArguments() =>
    [
        $"--Gatekeeper:StateDirectory={StateOf("gatekeeper")}",
        "--Gatekeeper:Listen=127.0.0.1:0",
        "--Gatekeeper:Development=true",
        $"--Gatekeeper:Policy:Directory={Policies}",
        $"--Gatekeeper:Policy:QuietPeriod={Quiet}",
        "--Gatekeeper:Policy:EvaluationTimeout=00:00:05",
        "--Gatekeeper:Audit:Origin=gatekeeper.test/audit",
        $"--Gatekeeper:Deployer:Socket={Socket}",
        $"--Gatekeeper:Grants:SigningKeyFile={_directory.Sub("grants.key")}",
        "--Gatekeeper:StopWithStandardInput=true",
        .. Kinds.SelectMany(IssuerArguments),
    ];

    private IEnumerable<string> IssuerArguments((string Name, string Kind) issuer, int index) =>
    [
        $"--Gatekeeper:Issuers:{index}:Issuer={_issuers[issuer.Name].Url}",
        $"--Gatekeeper:Issuers:{index}:JwksFile={_directory.Sub(issuer.Name + ".jwks")}",
        $"--Gatekeeper:Issuers:{index}:Audiences:0=gatekeeper",
        $"--Gatekeeper:Issuers:{index}:CallerKind={issuer.Kind}",
    ];

    private string[] DeployerArguments() =>
    [
        "--Deployer:Development=true",
        $"--Deployer:StateDirectory={StateOf("deployer")}",
        $"--Deployer:Socket={Socket}",
        $"--Deployer:Policy:Directory={Policies}",
        $"--Deployer:Policy:QuietPeriod={Quiet}",
        $"--Deployer:Grants:PublicKeyFiles:0={_directory.Sub("grants.pem")}",
        $"--Deployer:Sources:releases:Directory={Artifacts}",
        "--Deployer:Allow:0:Applications:0=*",
        "--Deployer:Allow:0:Environments:0=*",
        $"--Deployer:Allow:0:Targets:0=directory:{Targets}",
        "--Deployer:Allow:0:Sources:0=releases",
        "--Deployer:StopWithStandardInput=true",
    ];
}
