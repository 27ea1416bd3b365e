using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>
/// What <c>examples/deployment/README.md</c> says, done to the letter, and then what somebody can do who has the gatekeeper's user. Each
/// attempt that root could make is made by root as well: what it refuses is the user, and not the attempt.
/// </summary>
[Parallelizable]
public class TwoUsersTests
{
    private const string Helpers = """
        call() {
          printf '\0\0\0\0\0' | curl --silent --show-error --max-time 20 --http2-prior-knowledge --unix-socket /run/deployer/deployer.sock \
            --header 'content-type: application/grpc' --header 'te: trailers' --data-binary @- --dump-header - --output /dev/null \
            "${@:2}" "http://deployer/deploy.v1.DeployService/$1"
        }

        # Starts another gatekeeper with the guide's configuration and what is given, until it says what is expected, or is over.
        gatekeeper_until() {
          local said; said=$(mktemp)
          cd /
          setpriv --reuid gatekeeper --regid gatekeeper --init-groups timeout 90 /opt/gatekeeper/gatekeeper \
            --Gatekeeper:ConfigurationFile=/etc/gatekeeper/gatekeeper.json --Gatekeeper:Listen=127.0.0.1:0 "${@:2}" >"$said" 2>&1 &
          while kill -0 $! 2>/dev/null && ! grep -q "$1" "$said"; do sleep 0.2; done
          kill $! 2>/dev/null || true
          wait $! || true
          cat "$said"
        }

        """;

    private GuideMachine _machine = null!;

    private NamespaceShell Shell => _machine.Shell;

    [OneTimeSetUp]
    public async Task FollowTheGuideAsync() => _machine = await GuideMachine.SharedAsync();

    [Test]
    public void Guide_FollowedToTheLetter_Deploys() => Assert.Multiple(() =>
    {
        Assert.That(_machine.Output, Does.Contain("SUCCEEDED").And.Contain("exit code 3"));
        Assert.That(_machine.Output, Does.Contain("1.0.0").And.Contain("<"), "the page that nobody in particular can read");
    });

    [TestCase("reads the key of the secret store", "cat /etc/deployer/secrets.key", true)]
    [TestCase("reads that key through the process's root", "cat /proc/$DEPLOYER/root/etc/deployer/secrets.key", true)]
    [TestCase("reads the secret store", "cat /var/lib/deployer/secrets.db", true)]
    [TestCase("reads the secret store through the process's root", "cat /proc/$DEPLOYER/root/var/lib/deployer/secrets.db", true)]
    [TestCase("reads the journal", "cat /var/lib/deployer/journal.db", true)]
    [TestCase("reads the audit log", "cat /var/lib/deployer/audit/records-*.jsonl", true)]
    [TestCase("reads the audit log's key", "cat /var/lib/deployer/keys/audit.key", true)]
    [TestCase("lists the state", "ls /var/lib/deployer", true)]
    [TestCase("writes into the state", "touch /var/lib/deployer/ready.json", true)]
    [TestCase("reads the configuration", "cat /etc/deployer/deployer.json", true)]
    [TestCase("reads the program's messages", "cat /var/log/deployer.log", true)]
    [TestCase("gives the deployer another public key", "echo >>/etc/deployer/grants-public-key.pem")]
    [TestCase("puts another directory in the place of the keys", "mv /etc/deployer /etc/deployer-away")]
    [TestCase("changes the policies", "echo '# planted' >>/etc/gate-policies/gatekeeper/verdict.rego")]
    [TestCase("adds a policy", "echo 'package gatekeeper' >/etc/gate-policies/gatekeeper/planted.rego")]
    [TestCase("plants an artifact", "echo x >/srv/artifacts/shop-9.9.9.tar.gz")]
    [TestCase("changes what is deployed", "echo planted >/srv/www/test/shop/current/index.html")]
    [TestCase("points the target elsewhere", "ln -sfn /tmp /srv/www/test/shop/current")]
    [TestCase("adds a release", "mkdir /srv/www/test/shop/releases/9.9.9-000000000000")]
    [TestCase("puts another directory in the place of a target", "mv /srv/www/test /srv/www/away")]
    [TestCase("changes the program", "echo x >>/opt/deployer/deployer.dll")]
    [TestCase("reads the memory", "python3 /opt/peek.py memory $DEPLOYER", true)]
    [TestCase("reads the map of the memory", "head -c 1 /proc/$DEPLOYER/maps | grep .", true)]
    [TestCase("opens a thread's memory", "exec 3</proc/$DEPLOYER/task/$DEPLOYER/mem", true)]
    [TestCase("copies out of the memory", "python3 /opt/peek.py vm_readv $DEPLOYER", true)]
    [TestCase("copies into the memory", "python3 /opt/peek.py vm_writev $DEPLOYER")]
    [TestCase("attaches as a debugger", "python3 /opt/peek.py attach $DEPLOYER", true)]
    [TestCase("seizes it as a debugger", "python3 /opt/peek.py seize $DEPLOYER", true)]
    [TestCase("takes one of its open files", "python3 /opt/peek.py getfd $DEPLOYER", true)]
    [TestCase("reads the environment", "head -c 1 /proc/$DEPLOYER/environ | grep .", true)]
    [TestCase("reads the auxiliary vector", "head -c 16 /proc/$DEPLOYER/auxv | od | grep .", true)]
    [TestCase("follows the process's working directory", "ls /proc/$DEPLOYER/cwd/", true)]
    [TestCase("follows the process's root", "ls /proc/$DEPLOYER/root/", true)]
    [TestCase("reads which program it is", "readlink /proc/$DEPLOYER/exe", true)]
    [TestCase("lists the open files", "ls /proc/$DEPLOYER/fd", true)]
    [TestCase("lists the mapped files", "ls /proc/$DEPLOYER/map_files", true)]
    [TestCase("stops it", "kill -STOP $DEPLOYER")]
    [TestCase("asks it for a dump", "kill -QUIT $DEPLOYER")]
    [TestCase("kills it", "kill -KILL $DEPLOYER")]
    [TestCase("ends it by a descriptor of it", "python3 /opt/peek.py terminate $DEPLOYER")]
    [TestCase("slows it down", "renice -n 19 -p $DEPLOYER")]
    [TestCase("changes its limits", "prlimit --pid $DEPLOYER --nofile=8")]
    [TestCase("removes the socket", "rm /run/deployer/deployer.sock")]
    [TestCase("puts a socket beside it", "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"/run/deployer/other.sock\")'")]
    [TestCase("opens the socket to all", "chmod 0777 /run/deployer/deployer.sock")]
    [TestCase("opens the socket's directory", "chmod 0777 /run/deployer")]
    [TestCase("calls without a grant", "call CreateDeployment | grep -i '^grpc-status: 0'")]
    [TestCase("calls with a grant that nobody signed", "call CreateDeployment -H 'x-deploy-grant: eyJhbGciOiJub25lIn0.e30.' | grep -i '^grpc-status: 0'")]
    [TestCase("reads without a grant", "call ListDeployments | grep -i '^grpc-status: 0'")]
    [TestCase("runs the deployer's secrets verb", "/opt/deployer/deployer secrets list --Deployer:ConfigurationFile=/etc/deployer/deployer.json")]
    public async Task Attempt_OfTheGatekeepersUser_Fails(string what, string script, bool canRoot = false)
    {
        var attempt = await Shell.RunAsAsync("gatekeeper", Prepare(script));
        Assert.That(attempt.ExitCode, Is.Not.Zero, $"the gatekeeper's user {what}: {attempt.All}");
        var after = await Shell.RunAsync($"grep '^State:' /proc/{_machine.DeployerId}/status");
        Assert.That(after.Out, Does.Contain("State:").And.Not.Contain("stopped"), after.All);
        if (canRoot)
        {
            var control = await Shell.RunAsync(Prepare(script));
            Assert.That(control.ExitCode, Is.Zero, $"root {what}: {control.All}");
        }
        else if (!script.StartsWith("call ", StringComparison.Ordinal))
        {
            Assert.That(attempt.Out, Does.Match("(?i)denied|not permitted|may (not )?enter"), attempt.All);
        }
    }

    [Test]
    public async Task Diagnostics_OfTheRuntime_AreForNobody()
    {
        var sockets = await Shell.RunAsync("ls -d ${TMPDIR:-/tmp}/dotnet-diagnostic-* || true");
        Assert.That(sockets.Out, Does.Not.Contain($"dotnet-diagnostic-{_machine.DeployerId}-"));
    }

    [TestCase("CreateDeployment")]
    [TestCase("ListDeployments")]
    public async Task Call_OfTheGatekeepersUserWithoutAGrant_ArrivesAndIsRefused(string method)
    {
        var run = await Shell.RunAsAsync("gatekeeper", Prepare($"call {method}"));
        Assert.That(run.Out, Does.Match("(?i)grpc-status: (7|16)").And.Contain("grant").IgnoreCase, run.All);
    }

    [TestCase("root", "root", "gate")]
    [TestCase("deployer", "deployer", "gate")]
    [TestCase("nobody", "nogroup", "gate")]
    [TestCase("daemon", "daemon", "gate")]
    [TestCase("nobody", "nogroup", "nogroup")]
    [TestCase("daemon", "daemon", "daemon")]
    [TestCase("gatekeeper", "gatekeeper", "gate,deployer")]
    public async Task Connect_OfAnyOtherUserOrGroup_IsRefused(string user, string group, string groups)
    {
        var run = await Shell.RunAsync(
            $"setpriv --reuid {user} --regid {group} --groups {groups} bash -euo pipefail", Prepare("call CreateDeployment"));
        Assert.That(run.ExitCode, Is.Not.Zero, run.All);
        Assert.That(run.Out, Does.Not.Contain("grpc-status"), "not a byte is answered");
    }

    [Test]
    public async Task Listeners_OfTheDeployer_AreNoneOnTcp()
    {
        var run = await Shell.RunAsync("ss -lntp");
        Assert.That(run.Out, Does.Contain("gatekeeper").And.Not.Contain("\"deployer\""), run.All);
    }

    [TestCase("deployer")]
    [TestCase("gatekeeper")]
    public async Task Process_OfAProgram_CannotBeDumpedAndHasNoRights(string program)
    {
        var run = await Shell.RunAsync($"pid=$(pgrep -o -x -u {program} {program}); stat -c '%U' /proc/$pid/mem; cat /proc/$pid/status");
        Assert.That(run.Out, Does.StartWith("root\n").And.Match("CapEff:\\s+0{16}").And.Match("CapBnd:\\s+0{16}").And.Match("NoNewPrivs:\\s+1").And.Match("Umask:\\s+0077"), run.All);
    }

    [Test]
    public async Task Gatekeeper_BeforeADeployerOfItsOwnUser_LeavesItAlone()
    {
        var run = await Shell.RunAsync(Helpers + """
            install -d -m 0700 -o gatekeeper -g gatekeeper /srv/one
            setpriv --reuid gatekeeper --regid gatekeeper --init-groups python3 -c 'import socket, time
            s = socket.socket(socket.AF_UNIX); s.bind("/srv/one/deployer.sock"); s.listen(); time.sleep(90)' &
            gatekeeper_until 'so does the gatekeeper' --Gatekeeper:StateDirectory=/srv/one/state --Gatekeeper:Deployer:Socket=/srv/one/deployer.sock
            """, TimeSpan.FromMinutes(2));
        Assert.That(run.Out, Does.Match("the deployer runs as 'gatekeeper' \\(\\d+\\), and so does the gatekeeper, 'gatekeeper'"), run.All);
    }

    // A process has the groups that it was started with, whatever the system says of its user.
    [Test]
    public async Task Gatekeeper_BeforeADeployerWithItsOwnGroup_LeavesItAlone()
    {
        var run = await Shell.RunAsync(Helpers + """
            install -d -m 2750 -o deployer -g gate /srv/group
            setpriv --reuid deployer --regid deployer --groups gate,gatekeeper python3 -c 'import os, socket, time
            s = socket.socket(socket.AF_UNIX); s.bind("/srv/group/deployer.sock"); os.chmod("/srv/group/deployer.sock", 0o660); s.listen(); time.sleep(90)' &
            gatekeeper_until 'start it anew' --Gatekeeper:StateDirectory=/var/lib/gatekeeper/group --Gatekeeper:Deployer:Socket=/srv/group/deployer.sock
            """, TimeSpan.FromMinutes(2));
        Assert.That(run.Out, Does.Match("the deployer's process \\('deployer', \\d+\\) was started with the gatekeeper's own group 'gatekeeper'"), run.All);
    }

    // Kubernetes mounts what it makes of a ConfigMap with mode 0777: for reading only, so that nobody writes there all the same.
    [TestCase("rw", "The key 'Gatekeeper:Policy:Directory' holds '/srv/rw': everybody can write it")]
    [TestCase("ro", "Serving at https://127.0.0.1:")]
    public async Task Policies_InAMountThatAllMayWrite_AreTakenOnlyWhereItIsForReading(string mode, string expected)
    {
        var run = await Shell.RunAsync(Helpers + $$"""
            mkdir /srv/{{mode}} && mount -t tmpfs -o mode=0777 policies /srv/{{mode}} && cd /srv/{{mode}}
            cp -r /etc/gate-policies ..2026 && ln -s ..2026 ..data
            for entry in /etc/gate-policies/*; do ln -s ..data/${entry##*/} .; done
            mount -o remount,{{mode}} /srv/{{mode}} && cd /
            gatekeeper_until Serving --Gatekeeper:StateDirectory=/var/lib/gatekeeper/{{mode}} --Gatekeeper:Policy:Directory=/srv/{{mode}}
            """, TimeSpan.FromMinutes(2));
        Assert.That(run.Out, Does.Contain(expected), run.All);
    }

    // Each program says what lets it pass, and what one says does not lock the other out.
    [Test]
    public async Task Keys_InDirectoriesBelowOneOfRoots_AreReachedOnceEachMendIsDone()
    {
        var run = await Shell.RunAsync(Helpers + """
            install -d -m 0700 /etc/gate && cp -a /etc/deployer /etc/gate/d && cp -a /etc/gatekeeper /etc/gate/g
            secrets() { (cd /; setpriv --reuid deployer --regid deployer --init-groups /opt/deployer/deployer secrets list \
              --Deployer:ConfigurationFile=/etc/deployer/deployer.json --Deployer:Secrets:KeyFile=/etc/gate/d/secrets.key) 2>&1; }
            said=$(secrets) && exit 1
            echo "$said" && eval "${said##*mend it with: }" && stat -c 'mode %a of %G' /etc/gate
            said=$(gatekeeper_until Serving --Gatekeeper:StateDirectory=/var/lib/gatekeeper/passed --Gatekeeper:Grants:SigningKeyFile=/etc/gate/g/grants-key.pem)
            echo "$said" && eval "${said##*mend it with: }" && stat -c 'mode %a' /etc/gate
            gatekeeper_until Serving --Gatekeeper:StateDirectory=/var/lib/gatekeeper/passed --Gatekeeper:Grants:SigningKeyFile=/etc/gate/g/grants-key.pem
            secrets
            install -d -m 0700 /etc/gate/f && cp /etc/deployer/deployer.json /etc/gate/f
            (cd /; setpriv --reuid deployer --regid deployer --init-groups /opt/deployer/deployer --Deployer:ConfigurationFile=/etc/gate/f/deployer.json) 2>&1 || true
            """, TimeSpan.FromMinutes(2));
        Assert.That(run.Out, Does.Contain("The key 'Deployer:ConfigurationFile' holds '/etc/gate/f/deployer.json': '/etc/gate/f' on the way to it: this program's user 'deployer' may not enter it").And.Contain("chgrp deployer /etc/gate/f && chmod g=x /etc/gate/f"));
        Assert.That(run.Out, Does.Contain("this program's user 'deployer' may not enter it").And.Contain("mode 710 of deployer\n").And.Contain("mode 711\n").And.Contain("Serving at ").And.Contain("shop-test\t1"), run.All);
    }

    [TestCase("keys", "root")]
    [TestCase("keys", "deployer")]
    [TestCase("audit", "root")]
    public async Task State_WithADirectoryOfAnotherUser_IsMendedByWhatIsSaid(string directory, string owner)
    {
        var run = await Shell.RunAsync(Helpers + $$"""
            state=/srv/{{directory}}-{{owner}} && install -d -m 0700 -o gatekeeper -g gatekeeper $state && install -d -m 0700 -o {{owner}} -g {{owner}} $state/{{directory}}
            said=$(gatekeeper_until Serving --Gatekeeper:StateDirectory=$state)
            echo "$said" && [ $(grep -c 'mend it with' <<<"$said") -le 2 ]
            while read -r line; do eval "${line##*mend it with: }"; done < <(grep 'mend it with' <<<"$said")
            gatekeeper_until Serving --Gatekeeper:StateDirectory=$state
            """, TimeSpan.FromMinutes(2));
        Assert.That(run.Out, Does.Match($"mend it with: chown gatekeeper /srv/{directory}-{owner}/{directory}\n").And.Not.Contain("chown root").And.Contain("Serving at "), run.All);
    }

    // Nobody but root may write what is root's: a file system's lost+found, or what a list lets the program's user read, as systemd's LoadCredential does.
    [Test]
    public async Task Start_WithALostAndFoundAndACredentialOfSystemd_Serves()
    {
        var run = await Shell.RunAsync(Helpers + """
            mkdir /srv/state && mount -t tmpfs state /srv/state && mkdir -m 0700 /srv/state/lost+found && chown gatekeeper:gatekeeper /srv/state && chmod 0755 /srv/state
            mkdir /srv/credentials && mount -t tmpfs -o mode=0755 credentials /srv/credentials
            cp /etc/gatekeeper/grants-key.pem /srv/credentials && chown root:root /srv/credentials/grants-key.pem && chmod 0400 /srv/credentials/grants-key.pem
            python3 -c 'import os, pwd, struct
            entries = [(1, 4, 2**32 - 1), (2, 4, pwd.getpwnam("gatekeeper").pw_uid), (4, 0, 2**32 - 1), (16, 4, 2**32 - 1), (32, 0, 2**32 - 1)]
            os.setxattr("/srv/credentials/grants-key.pem", "system.posix_acl_access", struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *e) for e in entries))'
            mount -o remount,ro /srv/credentials
            gatekeeper_until Serving --Gatekeeper:StateDirectory=/srv/state --Gatekeeper:Grants:SigningKeyFile=/srv/credentials/grants-key.pem
            """, TimeSpan.FromMinutes(2));
        Assert.That(run.Out, Does.Contain("Serving at "), run.All);
    }

    [TestCase("deployer", "[]", "it holds a list")]
    [TestCase("gatekeeper", "[]", "it holds a list")]
    [TestCase("gatekeeper", "{,", "it is not JSON")]
    [TestCase("gatekeeper", "\\xff", "it is not UTF-8")]
    [TestCase("gatekeeper", "", "this program's user 'gatekeeper' may not read it (owner root, group root, mode 0600); mend it with: ", "0600")]
    [TestCase("deployer", "{\"Deployer\": {\"Secrets\": {\"KeyFile\": null}}}", "The key 'Deployer:Secrets:KeyFile' has no value")]
    [TestCase("gatekeeper", "{\"Gatekeeper\": {\"Tls\": {\"KeyFile\": {\"a\": 1}}}}", "The key 'Gatekeeper:Tls:KeyFile' has a key 'a' below it")]
    [TestCase("gatekeeper", "{\"Logging\": {\"LogLevel\": {\"Default\": \"Nonsense\"}}}", "The key 'Logging:LogLevel:Default' holds 'Nonsense'")]
    public async Task Start_OwnFileThatIsNoConfiguration_IsToldInALine(string program, string content, string expected, string mode = "0644")
    {
        var run = await Shell.RunAsync($$"""
            rm -rf /srv/own && cp -r /opt/{{program}} /srv/own && printf '{{content}}' >/srv/own/appsettings.json && chmod {{mode}} /srv/own/appsettings.json && cd /
            setpriv --reuid {{program}} --regid {{program}} --init-groups /srv/own/{{program}} || echo "exit code $?"
            """);
        Assert.That(run.Out.Trim().Split('\n'), Has.Length.EqualTo(2), run.All);
        Assert.That(run.Out, Does.Contain(expected).And.EndsWith("exit code 2\n"));
    }

    // Work in the background ends with a start that fails, and with one that is told to stop; neither is a fault of its own.
    [Test]
    public async Task Start_OnAPortInUse_IsToldInALine()
    {
        var run = await Shell.RunAsync(Helpers + """
            gatekeeper_until none --Gatekeeper:StateDirectory=/var/lib/gatekeeper/second --Gatekeeper:Listen=0.0.0.0:8443 | grep -v ' info: '
            """);
        Assert.That(run.Out.Trim(), Does.StartWith("The key 'Gatekeeper:Listen' holds '0.0.0.0:8443', which cannot be listened on: ").And.Not.Contain("\n"), run.All);
    }

    [Test]
    public async Task Stop_RightAfterServing_LeavesNoFaultBehind()
    {
        var run = await Shell.RunAsync(Helpers + """
            openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out /etc/gatekeeper/unknown-key.pem
            chgrp gatekeeper /etc/gatekeeper/unknown-key.pem && chmod 0440 /etc/gatekeeper/unknown-key.pem
            gatekeeper_until Serving --Gatekeeper:StateDirectory=/var/lib/gatekeeper/third --Gatekeeper:Grants:SigningKeyFile=/etc/gatekeeper/unknown-key.pem
            """);
        Assert.That(run.Out, Does.Contain("Serving at ").And.Not.Contain("crit: ").And.Not.Contain("   at "), run.All);
    }

    [TestCase("AllowedPeerUsers:0=deployer", "lets in 'deployer'")]
    [TestCase("AllowedPeerUsers:0=root", "root reads the deployer's files anyway")]
    [TestCase("AllowedPeerUsers:0=nobody", "'nobody' is whoever the kernel cannot name")]
    [TestCase("AllowedPeerUsers:0=gatekeper", "a user that this system knows")]
    public async Task Deployer_ThatWouldLetInWhomItMustNot_DoesNotStart(string setting, string expected)
    {
        var run = await Shell.RunAsAsync(
            "deployer", $"/opt/deployer/deployer --Deployer:ConfigurationFile=/etc/deployer/deployer.json --Deployer:{setting}");
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2), run.All);
            Assert.That(run.Out, Does.Contain("Deployer:AllowedPeerUsers:0").And.Contain(expected));
        });
    }

    [Test]
    public async Task Deployer_WhateverWasTried_IsTheSameAndDeploys()
    {
        var run = await Shell.RunAsync("""
            bash examples/shop/build.sh 1.1.0 /srv/artifacts
            export GATE_URL=https://localhost:8443 GATE_CA=/etc/gatekeeper/server.pem
            export GATE_TOKEN=$(bash examples/deployment/issuer.sh token /root/issuer shop-ci)
            bash examples/pipelines/deploy.sh shop test 1.1.0
            cat /var/lib/deployer/ready.json
            """);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Out, Does.Contain("SUCCEEDED").And.Contain($"\"pid\":{_machine.DeployerId}"));
    }

    private string Prepare(string script) => $"DEPLOYER={_machine.DeployerId}\n{Helpers}{script}";
}
