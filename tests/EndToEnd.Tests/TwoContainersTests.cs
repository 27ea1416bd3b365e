using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>
/// The layout of the containers: each program with mounts and processes of its own, as uid 10001 and 10002 with the group 10010, and one
/// directory that both see. What the one's user can do inside its container, and what it could where the containers shared their processes.
/// </summary>
public class TwoContainersTests
{
    private const string Door = "https://localhost:9443";

    /// <summary>Volumes as the kubelet lays them: for all to write, and secrets and configuration as links to a directory of their state.</summary>
    private const string Volumes = """
        mkdir -p $(printf '/srv/c/%s ' $VOLUMES) && chmod 0777 /srv/c/*
        lay() {
          mkdir "$1/..2026" && install -m $2 -t "$1/..2026" "${@:3}" && ln -s ..2026 "$1/..data"
          for file in "${@:3}"; do ln -s "..data/$(basename "$file")" "$1/"; done
        }
        lay /srv/c/gatekeeper-keys 0400 /etc/gatekeeper/*.pem /etc/gatekeeper/issuer-jwks.json
        lay /srv/c/deployer-keys 0400 /etc/deployer/grants-public-key.pem /etc/deployer/secrets.key
        lay /srv/c/gatekeeper-configuration 0644 examples/deployment/gatekeeper.json
        lay /srv/c/deployer-configuration 0644 examples/deployment/deployer.json
        cp -r /srv/artifacts/. /srv/c/artifacts
        """;

    private const string Started = """
        for program in deployer gatekeeper; do
          for i in $(seq 60); do [ -e /srv/c/$program-state/ready.json ] && break; sleep 1; done
          cat /srv/c/$program-state/ready.json || { cat /srv/*.log; exit 1; }
        done
        """;

    private static readonly PodManifest Manifest = PodManifest.Read();

    private GuideMachine _machine = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _machine = await GuideMachine.SharedAsync();
        var volumes = await _machine.Shell.RunAsync($"VOLUMES='{string.Join(' ', Manifest.Volumes)}'\n{Volumes}");
        Assert.That(volumes.ExitCode, Is.Zero, volumes.All);
        var owners = await _machine.Shell.RunAsync(
            $"setpriv --bounding-set -all,{string.Join(',', PodManifest.Capabilities(Manifest.Init).Select(name => "+" + name.ToLowerInvariant()))} bash -euc",
            PodManifest.Arguments(Manifest.Init).Single().Replace("/volumes/", "/srv/c/", StringComparison.Ordinal).Replace("/policies/.", "/etc/gate-policies/.", StringComparison.Ordinal));
        Assert.That(owners.ExitCode, Is.Zero, owners.All);

        // The store of this deployer is empty, so nothing that it deploys may need a credential.
        var destinations = await _machine.Shell.RunAsync("sed -i '/^    credentials:/d' /srv/c/policies/destinations/data.yaml");
        Assert.That(destinations.ExitCode, Is.Zero, destinations.All);
        var run = await _machine.Shell.RunAsync(
            Contain("deployer", "gatekeeper")
            + Contain("gatekeeper", "deployer", "--Gatekeeper:Listen=127.0.0.1:9443") + Started,
            TimeSpan.FromMinutes(3));
        Assert.That(run.ExitCode, Is.Zero, run.All);
    }

    [Test]
    public async Task Deployment_ThroughBothContainers_Succeeds()
    {
        var run = await _machine.Shell.RunAsync($"""
            export GATE_URL={Door} GATE_CA=/etc/gatekeeper/server.pem
            export GATE_TOKEN=$(bash examples/deployment/issuer.sh token /root/issuer shop-ci)
            bash examples/pipelines/deploy.sh shop test 1.0.0
            ls /srv/c/targets/test/shop/current/
            stat -c '%a %u %g' /srv/c/socket /srv/c/socket/deployer.sock
            """);
        Assert.That(run.Out, Does.Contain("SUCCEEDED").And.Contain("index.html").And.Contain("2750 10002 10010\n660 10002 10010"), run.All);
    }

    [TestCase("grep -l deployer /proc/[0-9]*/comm")]
    [TestCase("ls /etc/deployer/*")]
    [TestCase("ls /var/lib/deployer/*")]
    [TestCase("ls /opt/deployer/*")]
    [TestCase("ls /srv/www/* /srv/c/*")]
    [TestCase("rm /run/deployer/deployer.sock")]
    [TestCase("touch /run/deployer/planted")]
    [TestCase("chmod 0777 /run/deployer/deployer.sock")]
    [TestCase("mount -t tmpfs none /mnt")]
    [TestCase("unshare --mount true")]
    [TestCase("nsenter --target 1 --mount --pid true")]
    [TestCase("printf '\\0\\0\\0\\0\\0' | curl -s --http2-prior-knowledge --unix-socket /run/deployer/deployer.sock -H 'content-type: application/grpc' -H 'te: trailers' --data-binary @- -D - -o /dev/null http://deployer/deploy.v1.DeployService/CreateDeployment | grep -i '^grpc-status: 0'")]
    public async Task Attempt_InTheGatekeepersContainer_Fails(string script)
    {
        var run = await _machine.Shell.RunAsync(
            "nsenter --target $(pgrep -u 10001 -x gatekeeper) --mount --pid setpriv --reuid 10001 --regid 10010 --clear-groups --no-new-privs --bounding-set -all bash -euo pipefail",
            script);
        Assert.That(run.ExitCode, Is.Not.Zero, run.All);
    }

    [TestCase("cat /proc/$DEPLOYER/root/etc/deployer/secrets.key")]
    [TestCase("cat /proc/$DEPLOYER/root/var/lib/deployer/secrets.db")]
    [TestCase("head -c 1 /proc/$DEPLOYER/environ | grep .")]
    [TestCase("ls /proc/$DEPLOYER/fd")]
    [TestCase("ls /proc/$DEPLOYER/cwd/")]
    [TestCase("python3 /opt/peek.py memory $DEPLOYER")]
    [TestCase("python3 /opt/peek.py vm_readv $DEPLOYER")]
    [TestCase("python3 /opt/peek.py attach $DEPLOYER")]
    [TestCase("python3 /opt/peek.py getfd $DEPLOYER")]
    [TestCase("kill $DEPLOYER")]
    public async Task Attempt_WhereContainersShareTheirProcesses_Fails(string script)
    {
        var run = await _machine.Shell.RunAsync(
            "setpriv --reuid 10001 --regid 10010 --clear-groups bash -euo pipefail", $"DEPLOYER=$(pgrep -u 10002 -x deployer)\n{script}");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Not.Zero, run.All);
            Assert.That(run.Out, Does.Not.Contain("DEPLOYER"), "the process is there to be looked at");
        });
    }

    // As the manifest has its container; what of the other's an image does not have is hidden.
    private static string Contain(string program, string other, params string[] extra)
    {
        var container = Manifest.Container(program);
        var mounts = PodManifest.Mounts(container).Select(mount => $"mkdir -p {mount.Path}; mount --bind /srv/c/{mount.Volume} {mount.Path}");
        var arguments = PodManifest.Arguments(container).Concat(extra).Select(argument => $"'{argument}'");
        return $"""
            unshare --mount --pid --fork --kill-child --mount-proc bash -euc "
            mount -t tmpfs none /srv/www
            {string.Join('\n', mounts)}
            for hidden in /etc/{other} /var/lib/{other} /opt/{other} /srv/c /root /var/log; do mount -t tmpfs none \$hidden; done
            cd /
            exec setpriv --reuid {PodManifest.User(container)} --regid {PodManifest.Group(container)} --clear-groups --no-new-privs --bounding-set -all \
              /opt/{program}/{program} {string.Join(' ', arguments)}
            " >/srv/{program}.log 2>&1 &

            """;
    }
}
