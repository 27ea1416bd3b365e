using System.Net.Sockets;
using System.Text.RegularExpressions;
using Deploy.V1;
using Deployer.Configuration;
using Deployer.Tests.Support;
using Gateway.Contract.Audit;
using Gateway.Hosting.Background;
using Gateway.Hosting.Posix;
using Grpc.Core;

namespace Deployer.Tests.Hosting;

/// <summary>The real program in a process of its own.</summary>
[TestFixture]
[Parallelizable]
internal sealed class ProgramTests
{
    private ProcessSetup _setup = null!;

    [SetUp]
    public void Create() => _setup = new ProcessSetup();

    [TearDown]
    public void Remove() => _setup.Dispose();

    [Test]
    public async Task Start_WhateverTheEnvironmentSays_ListensOnItsSocketOnly()
    {
        using var process = _setup.Start(new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["DOTNET_URLS"] = "http://127.0.0.1:0",
            ["ASPNETCORE_HTTP_PORTS"] = "0",
            ["URLS"] = "http://127.0.0.1:0",
            ["Kestrel__Endpoints__Http__Url"] = "http://127.0.0.1:0",
        });
        await process.WaitReadyAsync();
        Assert.That(ListeningTcpInodes().Intersect(SocketInodes(process.Id)), Is.Empty, "no TCP listener");
        Assert.That((int)File.GetUnixFileMode(_setup.Socket), Is.EqualTo(Convert.ToInt32("600", 8)));
        Assert.That((int)File.GetUnixFileMode(Path.GetDirectoryName(_setup.Socket)!), Is.EqualTo(Convert.ToInt32("700", 8)));
    }

    [Test]
    public async Task Stop_ByTerm_IsCleanAndTakesReadyFileAway()
    {
        using var process = _setup.Start();
        await process.WaitReadyAsync();
        Assert.That(await process.TerminateAsync(), Is.Zero, process.Log);
        Assert.That(File.Exists(Path.Combine(_setup.State, "ready.json")), Is.False);
    }

    [Test]
    public async Task Stop_ByTerm_LeavesALogOfItsOwnThatVerifies()
    {
        for (var run = 1; run <= 2; run++)
        {
            using var process = _setup.Start();
            await process.WaitReadyAsync();
            Assert.That(await process.TerminateAsync(), Is.Zero, process.Log);
            var log = VerifyLog();
            Assert.That(log.Status, Is.EqualTo(LogStatus.Intact), log.Problem?.Message);
            Assert.That(log.UnsealedRecords, Is.Zero);
            Assert.That(log.Checkpoint!.Origin, Is.EqualTo("deployer.local/audit"));
            Assert.That(ReadLog().Select(e => e.Kind), Is.EqualTo(Enumerable.Repeat<string[]>(["start", "revision", "stop"], run).SelectMany(kinds => kinds)));
        }

        var version = typeof(DeployerOptions).Assembly.GetName().Version!.ToString(3);
        Assert.That(ReadLog(), Has.All.Property(nameof(LogEntry.Json)).EndsWith($"\"labels\":{{\"id\":\"deployer.local/audit\",\"version\":\"{version}\"}}}}"));
    }

    [Test]
    public async Task Start_LogThatWasChanged_Refuses()
    {
        using (var first = _setup.Start())
        {
            await first.WaitReadyAsync();
            Assert.That(await first.TerminateAsync(), Is.Zero, first.Log);
        }

        var segment = LogLayout.FindSegments(Path.Combine(_setup.State, "audit"))[0].Path;
        await File.WriteAllTextAsync(segment, (await File.ReadAllTextAsync(segment)).Replace("stop", "stap", StringComparison.Ordinal));
        using var process = _setup.Start();
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted));
        Assert.That(() => process.Log, Does.Contain("Deployer:Audit:Directory").And.Contain("audit verify").After(2000, 50));
        Assert.That(File.Exists(_setup.Socket), Is.False, "nothing listened");
    }

    [Test]
    public async Task Stop_LogGone_IsTold()
    {
        using var process = _setup.Start();
        await process.WaitReadyAsync();
        var segment = LogLayout.FindSegments(Path.Combine(_setup.State, "audit"))[0].Path;
        File.Move(segment, segment + ".away");
        await process.TerminateAsync();
        Assert.That(() => process.Log, Does.Contain("The audit log can't be written").After(2000, 50));
    }

    [Test]
    public async Task Stop_ByTermUnderLoad_KeepsAllThatIsAccepted()
    {
        File.WriteAllBytes(_setup.DirectoryPath.Combine("artifacts", "shop-1.0.0.tar.gz"), new TarBuilder().File("version.txt").ToGzip());
        var accepted = new List<Deployment>();
        using (var process = _setup.Start())
        {
            await process.WaitReadyAsync();
            using var client = new TestClient(_setup.Socket, _setup.Gatekeeper);
            for (var i = 0; i < 20; i++)
            {
                accepted.Add(await client.CreateAsync(TestClient.Request(environment: i % 2 == 0 ? "test" : "stage")));
            }

            Assert.That(await process.TerminateAsync(), Is.Zero, process.Log);
        }

        using var next = _setup.Start();
        await next.WaitReadyAsync();
        using var again = new TestClient(_setup.Socket, _setup.Gatekeeper);
        await again.InstallSessionKeyAsync();
        foreach (var deployment in accepted)
        {
            Assert.That((await again.WatchAsync(deployment))[^1].Deployment.State, Is.EqualTo(Deployment.Types.State.Succeeded).Or.EqualTo(Deployment.Types.State.Superseded));
        }
    }

    [Test]
    public async Task Start_StateInUse_Refuses()
    {
        using var first = _setup.Start();
        await first.WaitReadyAsync();
        using var second = DeployerProcess.StartBeside(_setup.Arguments);
        Assert.That(await second.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted));
        Assert.That(second.Log, Does.Contain("Deployer:StateDirectory"));
        using var client = new TestClient(_setup.Socket, _setup.Gatekeeper);
        await client.InstallSessionKeyAsync();
    }

    [Test]
    public async Task Connect_ByUserThatIsNotAllowed_IsRefused()
    {
        using var process = _setup.Start(null, "--Deployer:AllowedPeerUsers:0=54321");
        await process.WaitReadyAsync();
        using var client = new TestClient(_setup.Socket, _setup.Gatekeeper);
        Assert.That(async () => await client.InstallSessionKeyAsync(), Throws.InstanceOf<RpcException>());
        Assert.That(() => process.Log, Does.Contain("Refused a connection of user").After(2000, 50));
    }

    // The program's own umask is 0077, as the shipped unit's is: what is deployed is served by others all the same.
    [Test]
    public async Task Deploy_WithAUmaskThatClosesAll_IsReadByOthers()
    {
        File.WriteAllBytes(_setup.DirectoryPath.Combine("artifacts", "shop-1.0.0.tar.gz"), new TarBuilder().File("version.txt").File("sub/index.html").ToGzip());
        Directory.CreateDirectory(_setup.DirectoryPath.Combine("targets", "shop", "test", "releases"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var process = _setup.Start();
        await process.WaitReadyAsync();
        using var client = new TestClient(_setup.Socket, _setup.Gatekeeper);
        await client.InstallSessionKeyAsync();
        foreach (var environment in (string[])["test", "stage"])
        {
            var deployment = await client.CreateAsync(TestClient.Request(environment: environment));
            Assert.That((await client.WatchAsync(deployment))[^1].Deployment.State, Is.EqualTo(Deployment.Types.State.Succeeded));
            var target = _setup.DirectoryPath.Combine("targets", "shop", environment);
            string[] directories = [target, Path.Combine(target, "releases"), Path.Combine(target, "current/"), Path.Combine(target, "current", "sub")];
            Assert.That(directories[(environment == "test" ? 1 : 0)..].Select(Mode), Has.All.EqualTo("755"));
            Assert.That(Mode(Path.Combine(target, "current", "sub", "index.html")), Is.EqualTo("644"));
        }

        Assert.That(Mode(_setup.DirectoryPath.Combine("targets", "shop", "stage")), Is.EqualTo("755"), "made by the deployer");
    }

    [TestCase(null, "Deployer:AllowedPeerUsers")]
    [TestCase("0", "Deployer:AllowedPeerUsers:0' lets in 'root' (0), and the deployer itself runs as 'root' (0)")]
    public async Task Start_OneUserForBothOutsideDevelopment_IsRefused(string? user, string expected)
    {
        string[] more = user is null ? [] : [$"--Deployer:AllowedPeerUsers:0={user}"];
        using var process = _setup.Start(null, ["--Deployer:Development=false", $"--Deployer:Socket={_setup.DirectoryPath.Path}/d/d.sock", .. more]);
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted));
        Assert.That(() => process.Log, Does.Contain(expected).And.Contain("examples/deployment/README.md").After(2000, 50));
    }

    [Test]
    public async Task Start_WithAGroup_SharesSocketAndDirectoryWithItAlone()
    {
        using var process = _setup.Start(null, "--Deployer:Development=false", "--Deployer:AllowedPeerUsers:0=54321",
            $"--Deployer:Socket:Path={_setup.DirectoryPath.Path}/d/d.sock", "--Deployer:Socket:Group=54320");
        await process.WaitReadyAsync();
        var directory = PosixFiles.Find(_setup.DirectoryPath.Combine("d"))!.Value;
        var socket = PosixFiles.Find(_setup.DirectoryPath.Combine("d", "d.sock"))!.Value;
        Assert.That((Convert.ToString(directory.Permissions, 8), directory.Group), Is.EqualTo(("2750", 54320u)));
        Assert.That((Convert.ToString(socket.Permissions, 8), socket.Group), Is.EqualTo(("660", 54320u)));
        Assert.That(File.ReadAllLines($"/proc/{process.Id}/status"), Has.Some.EqualTo("Umask:\t0077"));
    }

    [TestCase("gatekeeper.pem", "666", "Deployer:Grants:PublicKeyFiles:0")]
    [TestCase("policies", "777", "Deployer:Policy:Directory")]
    [TestCase("policies/deployer/deployer.rego", "646", "Deployer:Policy:Directory")]
    [TestCase("secrets.key", "644", "Deployer:Secrets:KeyFile")]
    [TestCase("targets", "777", "Deployer:Allow:0:Targets:0")]
    [TestCase("audit.key", "604", "Deployer:Audit:SigningKeyFile")]
    [TestCase("store.db", "640", "Deployer:Secrets:File", 54321u)]
    public async Task Start_FileThatOthersCouldHave_IsRefusedByName(string name, string mode, string key, uint group = 0)
    {
        Directory.CreateDirectory(_setup.DirectoryPath.Combine("targets"));
        var path = _setup.DirectoryPath.Combine(name);
        if (!Path.Exists(path))
        {
            _setup.DirectoryPath.Write(name, Convert.ToBase64String(new byte[32]));
        }

        PosixFiles.SetGroup(path, group);
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        string[] more = key switch
        {
            "Deployer:Secrets:KeyFile" or "Deployer:Audit:SigningKeyFile" or "Deployer:Secrets:File" => [$"--{key}={path}"],
            _ => [],
        };
        using var process = _setup.Start(null, more);
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted));
        Assert.That(() => process.Log, Does.Match($"The key '{Regex.Escape(key)}' (holds|leads to) '").And.Contain($"mode 0{mode}").And.Contain("mend it with: chmod 0").And.Contain(path).After(2000, 50));
    }

    [TestCase("--Deployer:AllowedPeerUsers:0=no-such-user", "Deployer:AllowedPeerUsers:0")]
    [TestCase("--Deployer:AllowedPeerUsers:0=nobody", "Deployer:AllowedPeerUsers:0")]
    [TestCase("--Deployer:AllowedPeerUsers:0=65534", "Deployer:AllowedPeerUsers:0")]
    [TestCase("--Deployer:Socket:Group=no-such-group", "Deployer:Socket:Group")]
    [TestCase("--Deployer:Socket:Gruop=x", "Deployer:Socket:Gruop")]
    [TestCase("--Deployer:ConfigurationFile=/does/not/exist", "Deployer:ConfigurationFile")]
    [TestCase("--Deployer:Applicaitons:x=1", "Deployer:Applicaitons")]
    [TestCase("--Deployer:Limits:MaxRunning=many", "Deployer:Limits:MaxRunning")]
    [TestCase("--Deployer:Limits:MaxRunning=0", "1 to 1000")]
    [TestCase("--Deployer:Allow:0:Targets:1=ssh:host", "The key 'Deployer:Allow:0:Targets:1' holds 'ssh:host'; valid is KIND:PLACE with a kind of target, 'directory'")]
    [TestCase("--Deployer:Applications:shop:Environments:test:Target:Kind=directory", "'deployer destinations convert'")]
    [TestCase("--Deployer:Secrets:Kind=vault", "The key 'Deployer:Secrets:Kind' holds 'vault'; valid is 'embedded'.")]
    [TestCase("--Deployer:Sources:bank:Url=ftp://x", "The key 'Deployer:Sources:bank:Url' holds 'ftp://x'; valid is an http(s) URL without query")]
    [TestCase("--Deployer:Grants:PublicKeyFiles:0=/does/not/exist", "PublicKeyFiles:0")]
    [TestCase("--Deployer:Policy:Directory=/does/not/exist", "/does/not/exist")]
    [TestCase("--Deployer:Audit:Origins=x", "Deployer:Audit:Origins")]
    [TestCase("--Deployer:Audit:Origin=a name", "Deployer:Audit:Origin")]
    [TestCase("--Deployer:Audit:WriteTimeout=01:00:00", "Deployer:Audit:WriteTimeout")]
    [TestCase("--Deployer:Audit:Directory=/dev/null/audit", "Deployer:Audit:Directory")]
    [TestCase("--Deployer:Audit:SigningKeyFile=/does/not/exist", "Deployer:Audit:SigningKeyFile")]
    public async Task Start_ConfigurationThatIsNotValid_StopsAndNamesIt(string argument, string expected)
    {
        using var process = _setup.Start(null, argument);
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted));
        Assert.That(() => process.Log, Does.Contain(expected).After(2000, 50));
        Assert.That(process.Log, Does.Not.Contain("   at "), "no stack");
    }

    [TestCase("755", true, false)]
    [TestCase("755", false, true)]
    [TestCase("700", true, true)]
    [TestCase("1777", true, false)]
    public async Task Start_SocketDirectoryThatOthersMayEnter_IsClosedOnlyWhereEmpty(string mode, bool isUsed, bool starts)
    {
        var directory = Directory.CreateDirectory(_setup.DirectoryPath.Combine("shared")).FullName;
        File.SetUnixFileMode(directory, (UnixFileMode)Convert.ToInt32(mode, 8));
        if (isUsed)
        {
            _setup.DirectoryPath.Write("shared/other", "x");
        }

        using var process = _setup.Start(null, $"--Deployer:Socket={directory}/d.sock");
        if (starts)
        {
            await process.WaitReadyAsync();
            Assert.That((int)File.GetUnixFileMode(directory), Is.EqualTo(Convert.ToInt32("700", 8)));
        }
        else
        {
            Assert.That(await process.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted));
            Assert.That((int)File.GetUnixFileMode(directory), Is.EqualTo(Convert.ToInt32(mode, 8)), "left as it was");
        }
    }

    [Test]
    public async Task Start_UnknownVerb_DoesNotServe()
    {
        using var process = DeployerProcess.StartBeside(["serve", .. _setup.Arguments]);
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted));
        Assert.That(() => process.Log, Does.Contain("'serve' is not a verb").After(2000, 50));
    }

    [Test]
    public async Task Start_BrokenPolicy_Stops()
    {
        _setup.DirectoryPath.Write("policies/deployer/broken.rego", "package deployer\n\nx := ");
        using var process = _setup.Start();
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted));
        Assert.That(() => process.Log, Does.Contain("broken.rego").After(2000, 50));
    }

    [Test]
    public async Task Start_SocketLeftByACrash_IsReplaced()
    {
        using (var killed = _setup.Start())
        {
            await killed.WaitReadyAsync();
            killed.Kill();
        }

        Assert.That(File.Exists(_setup.Socket));
        using var process = _setup.Start();
        await process.WaitReadyAsync();
    }

    // Its state directory is another, so that no lock keeps the two apart.
    [Test]
    public async Task Start_SocketOfADeployerThatServes_RefusesAndLeavesIt()
    {
        using var first = _setup.Start();
        await first.WaitReadyAsync();
        using var second = _setup.Start(null, $"--Deployer:StateDirectory={_setup.DirectoryPath.Combine("second")}", $"--Deployer:Socket={_setup.Socket}");

        Assert.That(await second.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted), second.Log);
        Assert.That(second.Log, Does.Contain("another process serves there"));
        Assert.That(File.Exists(_setup.Socket));
    }

    [Test]
    public async Task Start_SocketOfAnotherTypeInUse_RefusesAndLeavesIt()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_setup.Socket)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var other = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(_setup.Socket));
        using var process = _setup.Start();

        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted), process.Log);
        Assert.That(File.Exists(_setup.Socket));
    }

    [Test]
    public async Task Start_SomethingElseAtTheSocket_Refuses()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_setup.Socket)!);
        await File.WriteAllTextAsync(_setup.Socket, "precious");
        using var process = _setup.Start();
        Assert.That(await process.WaitForExitAsync(), Is.EqualTo(HostRun.NotStarted));
        Assert.That(await File.ReadAllTextAsync(_setup.Socket), Is.EqualTo("precious"));
    }

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private LogVerification VerifyLog()
    {
        var key = File.ReadAllText(Path.Combine(_setup.State, "keys", "audit.vkey")).TrimEnd();
        return new LogVerifier(NoteVerifierKey.Parse(key)).Verify(Path.Combine(_setup.State, "audit"));
    }

    private LogEntry[] ReadLog() => [.. LogReader.ReadAll(Path.Combine(_setup.State, "audit"))];

    private static string[] ListeningTcpInodes() =>
        [.. new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(File.ReadAllLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns.Length > 9 && columns[3] == "0A")
            .Select(columns => $"socket:[{columns[9]}]")];

    private static string[] SocketInodes(int process) =>
        [.. Directory.GetFiles($"/proc/{process}/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "").Where(t => t.StartsWith("socket:", StringComparison.Ordinal))];
}
