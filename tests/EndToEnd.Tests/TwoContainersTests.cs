using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>
/// The layout of the containers: each program with mounts and processes of its own, as uid 10001 and 10002 with the group 10010, and one
/// folder that both see. What the one's user can do inside its container, and what it could where the containers shared their processes.
/// </summary>
public class TwoContainersTests
{
    private const string Door = "https://localhost:9443";

    private const string Start = $$"""
        mkdir -p /var/lib/gatekeeper /var/lib/deployer /srv/c/gatekeeper /srv/c/deployer /srv/c/targets /srv/c/state-gatekeeper /srv/c/state-deployer
        install -d -o 10002 -g 10010 -m 2750 /srv/c/socket
        install -m 0400 -o 10001 -t /srv/c/gatekeeper /etc/gatekeeper/*
        install -m 0400 -o 10002 -t /srv/c/deployer /etc/deployer/*
        chown 10001:10010 /srv/c/state-gatekeeper && chown 10002:10010 /srv/c/state-deployer /srv/c/targets
        chmod 0700 /srv/c/state-*
        contain() {
          unshare --mount --pid --fork --kill-child --mount-proc bash -euc '
            program=$1 user=$2 other=$3; shift 3
            mount --bind /srv/c/socket /run/deployer
            mount --bind /srv/c/$program /etc/$program
            mount --bind /srv/c/state-$program /var/lib/$program
            if [ $program = deployer ]; then mount --bind /srv/c/targets /srv/www; else mount -t tmpfs none /srv/www; fi
            for hidden in /etc/$other /var/lib/$other /opt/$other /srv/c /root /var/log; do mount -t tmpfs none $hidden; done
            cd /
            exec setpriv --reuid $user --regid 10010 --clear-groups --no-new-privs --bounding-set -all /opt/$program/$program "$@"
          ' contain "$@"
        }
        contain deployer 10002 gatekeeper --Deployer:ConfigurationFile=/etc/deployer/deployer.json --Deployer:Socket:Group=10010 \
          --Deployer:AllowedPeerUsers:0=10001 --Deployer:Applications:*:Environments:test:Credential= >/srv/deployer.log 2>&1 &
        contain gatekeeper 10001 deployer --Gatekeeper:ConfigurationFile=/etc/gatekeeper/gatekeeper.json \
          --Gatekeeper:Listen=127.0.0.1:9443 >/srv/gatekeeper.log 2>&1 &
        for program in deployer gatekeeper; do
          for i in $(seq 60); do [ -e /srv/c/state-$program/ready.json ] && break; sleep 1; done
          cat /srv/c/state-$program/ready.json || { cat /srv/*.log; exit 1; }
        done
        """;

    private GuideMachine _machine = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _machine = await GuideMachine.SharedAsync();
        var run = await _machine.Shell.RunAsync(Start, TimeSpan.FromMinutes(3));
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
}
