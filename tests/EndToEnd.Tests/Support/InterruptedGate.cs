using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace EndToEnd.Tests.Support;

/// <summary>
/// A local gate whose two programs are killed and started again by a test, with a proxy between them; its files, and what stands in its logs and
/// its journal.
/// </summary>
internal sealed class InterruptedGate : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _switches = [];
    private FileSystemWatcher? _watcher;
    private string _url = "";

    private InterruptedGate() => Proxy = new ExchangeProxy(_directory.Sub("proxy.sock"), _directory.Sub("deployer.sock"));

    public ExchangeProxy Proxy { get; }

    public GateProgram Gatekeeper { get; private set; } = null!;

    public GateProgram Deployer { get; private set; } = null!;

    /// <value>How often the link to the release in use was put in place.</value>
    public int Switches
    {
        get
        {
            lock (_switches)
            {
                return _switches.Count;
            }
        }
    }

    public string Current => Path.Combine(State, "targets", "test", "current");

    private string State => _directory.Sub("state");

    private string Ca => Path.Combine(State, "ca.pem");

    private string Token => _directory.Sub("ci.jwt");

    /// <summary>Makes the state of a local gate, and starts its programs.</summary>
    public static async Task<InterruptedGate> StartAsync()
    {
        var gate = new InterruptedGate();
        try
        {
            await gate.PrepareAsync();
            await gate.Deployer.StartAsync();
            gate._url = (string)(await gate.Gatekeeper.StartAsync())["url"]!;
            gate.Gatekeeper.Dispose();
            gate.Gatekeeper = gate.CreateGatekeeper(new Uri(gate._url).Port);
            await gate.Gatekeeper.StartAsync();
            gate.WatchTarget();
            return gate;
        }
        catch
        {
            gate.Dispose();
            throw;
        }
    }

    /// <summary>Asks for a deployment to <c>test</c> as the CI does.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AskAsync(string version)
    {
        var run = await GatectlAsync(["deploy", "shop", "test", version, "--no-wait", "--output", "json"]);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        return (string)run.Json["deployment_id"]!;
    }

    /// <summary>Waits until a deployment has ended, and returns it.</summary>
    public async Task<JsonNode> EndOfAsync(string id)
    {
        var watched = await GatectlAsync(["watch", "shop", "test", id]);
        var run = await GatectlAsync(["get", "shop", "test", id, "--output", "json"]);
        Assert.That(run.ExitCode, Is.Zero, $"{watched.All}\n{run.All}\n{Deployer.Output}\n{Gatekeeper.Output}");
        return run.Json;
    }

    /// <summary>Checks both logs, and holds them against each other, as they are now.</summary>
    public Task<ProcessRun> VerifyAsync() => ProcessRun.RunAsync(Repository.Gatectl, ["audit", "verify", "--state", State]);

    /// <summary>The gatekeeper's decisions at execution about a deployment, in order: the ids of those that allowed it.</summary>
    public string[] DecisionsOf(string id) => [.. RecordsOf("gatekeeper")
        .Where(record => (string?)record["execution"]?["deployment_id"] == id && (bool)record["allowed"]!)
        .Select(record => (string)record["decision_id"]!)];

    /// <summary>The deployer's records that it is about to touch the target for a deployment, in order: the ids of the decisions that they rest on.</summary>
    public string[] ExecutionsOf(string id) => [.. RecordsOf("deployer")
        .Where(record => (string?)record["kind"] == "execution" && (string?)record["deployment"]?["deployment_id"] == id)
        .Select(record => (string)record["decision_id"]!)];

    /// <summary>How many facts of a kind stand in the journal of a deployment.</summary>
    public int FactsOf(string id, string kind)
    {
        using var journal = OpenJournal();
        using var command = journal.CreateCommand();
        command.CommandText = "SELECT count(*) FROM facts JOIN deployments ON facts.deployment = deployments.seq WHERE id = $id AND body ->> '$.fact' = $kind";
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$kind", kind);
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Keeps the deployer from writing its journal until the result is disposed of.</summary>
    public IDisposable LockJournal()
    {
        var journal = OpenJournal();
        using var command = journal.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return journal;
    }

    /// <summary>Keeps the deployer from writing its log until the result is disposed of.</summary>
    public IDisposable TakeLogAway() => new MovedLog(Directory.GetFiles(Path.Combine(State, "deployer", "audit"), "records-*.jsonl").Max(StringComparer.Ordinal)!);

    public void Dispose()
    {
        _watcher?.Dispose();
        Gatekeeper?.Dispose();
        Deployer?.Dispose();
        Proxy.Dispose();
        _directory.Dispose();
    }

    private async Task PrepareAsync()
    {
        var made = await ProcessRun.RunAsync(Repository.Gatectl, ["dev", "--once", "--state", State, "--port", "0"]);
        Assert.That(made.ExitCode, Is.Zero, made.All);
        var token = await ProcessRun.RunAsync(Repository.Gatectl, ["dev", "token", "shop-ci", "--lifetime", "3600", "--state", State]);
        await File.WriteAllTextAsync(Token, token.Out);
        Deployer = new GateProgram("deployer", Path.Combine(State, "deployer"), DeployerArguments());
        Gatekeeper = CreateGatekeeper(port: 0);
    }

    private GateProgram CreateGatekeeper(int port) => new("gatekeeper", Path.Combine(State, "gatekeeper"), GatekeeperArguments(port));

    private string[] DeployerArguments() =>
    [
        "--Deployer:Development=true",
        $"--Deployer:StateDirectory={State}/deployer",
        $"--Deployer:Socket={_directory.Sub("deployer.sock")}",
        $"--Deployer:Grants:PublicKeyFiles:0={State}/grants/public-key.pem",
        $"--Deployer:Policy:Directory={State}/policies",
        $"--Deployer:Secrets:KeyFile={State}/deployer/secrets.key",
        $"--Deployer:Sources:releases:Directory={State}/artifacts",
        "--Deployer:Allow:0:Applications:0=*",
        "--Deployer:Allow:0:Environments:0=*",
        $"--Deployer:Allow:0:Targets:0=directory:{State}/targets",
        "--Deployer:Allow:0:Sources:0=releases",
        "--Deployer:Allow:0:Credentials:0={application}-{environment}",
        "--Deployer:StopWithStandardInput=true",
    ];

    private string[] GatekeeperArguments(int port) =>
    [
        "--Gatekeeper:Development=true",
        $"--Gatekeeper:StateDirectory={State}/gatekeeper",
        $"--Gatekeeper:Listen=127.0.0.1:{port}",
        $"--Gatekeeper:Tls:CertificateFile={State}/tls/server.pem",
        $"--Gatekeeper:Tls:KeyFile={State}/tls/server-key.pem",
        $"--Gatekeeper:Policy:Directory={State}/policies",
        "--Gatekeeper:Policy:EvaluationTimeout=00:00:02",
        $"--Gatekeeper:Deployer:Socket={_directory.Sub("proxy.sock")}",
        $"--Gatekeeper:Grants:SigningKeyFile={State}/grants/signing-key.pem",
        "--Gatekeeper:Issuers:0:Issuer=https://ci.gate.localhost",
        $"--Gatekeeper:Issuers:0:JwksFile={State}/issuer/ci/jwks.json",
        "--Gatekeeper:Issuers:0:Audiences:0=gatekeeper",
        "--Gatekeeper:Issuers:0:Algorithms:0=ES256",
        "--Gatekeeper:Issuers:0:CallerKind=code",
        "--Gatekeeper:Issuers:1:Issuer=https://people.gate.localhost",
        $"--Gatekeeper:Issuers:1:JwksFile={State}/issuer/people/jwks.json",
        "--Gatekeeper:Issuers:1:Audiences:0=gatekeeper",
        "--Gatekeeper:Issuers:1:Algorithms:0=ES256",
        "--Gatekeeper:Issuers:1:CallerKind=person",
        "--Gatekeeper:StopWithStandardInput=true",
    ];

    private Task<ProcessRun> GatectlAsync(string[] arguments) => ProcessRun.RunAsync(Repository.Gatectl, [.. arguments, "--url", _url, "--ca", Ca, "--token-file", Token]);

    private void WatchTarget()
    {
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(Current)!) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName };
        _watcher.Renamed += (_, change) => Note(change.Name);
        _watcher.Created += (_, change) => Note(change.Name);
        _watcher.EnableRaisingEvents = true;
    }

    private void Note(string? name)
    {
        if (name == "current")
        {
            lock (_switches)
            {
                _switches.Add(name);
            }
        }
    }

    private IEnumerable<JsonNode> RecordsOf(string program) =>
        Directory.GetFiles(Path.Combine(State, program, "audit"), "records-*.jsonl").Order(StringComparer.Ordinal).SelectMany(ReadLines)
            .Where(line => line.EndsWith('}')).Select(line => JsonNode.Parse(line)!);

    // While the program writes it.
    private static string[] ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(file);
        return text.ReadToEnd().Split('\n');
    }

    private SqliteConnection OpenJournal()
    {
        var journal = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(State, "deployer", "journal.db"), Pooling = false }.ToString());
        journal.Open();
        return journal;
    }

    // What is not at its place is not written to.
    private sealed class MovedLog : IDisposable
    {
        private readonly string _path;

        public MovedLog(string path)
        {
            _path = path;
            File.Move(path, Aside);
        }

        private string Aside => _path + ".aside";

        public void Dispose() => File.Move(Aside, _path);
    }
}
