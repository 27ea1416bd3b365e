using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace EndToEnd.Tests;

/// <summary>The units, the users, the directories, the images and <c>compose.yaml</c> say the same as the guide that is followed by a test.</summary>
public class DeploymentFilesTests
{
    [Test]
    public async Task Units_WithTheProgramsInTheirPlaces_VerifyClean()
    {
        await using var shell = await NamespaceShell.OpenAsync();
        var run = await shell.RunAsync("""
            for program in gatekeeper deployer; do
              install -D -m 0755 /bin/true /opt/$program/$program
              install -m 0644 -t /etc/systemd/system examples/deployment/$program.service
            done
            systemd-analyze verify /etc/systemd/system/gatekeeper.service /etc/systemd/system/deployer.service
            """);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(run.Out.Trim(), Is.Empty);
        });
    }

    [TestCase("gatekeeper")]
    [TestCase("deployer")]
    public void Unit_OfAProgram_IsStartedAsTheGuideStartsIt(string program)
    {
        var unit = Unit(program);
        var command = Regex.Match(unit, "^ExecStart=(.*)$", RegexOptions.Multiline).Groups[1].Value;
        Assert.Multiple(() =>
        {
            Assert.That(unit, Does.Contain($"\nUser={program}\nGroup={program}\nSupplementaryGroups=gate\n"));
            Assert.That(command, Is.EqualTo($"/opt/{program}/{program} --{char.ToUpperInvariant(program[0])}{program[1..]}:ConfigurationFile=/etc/{program}/{program}.json"));
            Assert.That(DeploymentGuide.Text, Does.Match($"setpriv --reuid {program} --regid {program} --init-groups --no-new-privs --bounding-set -all \\\\\n\\s+{Regex.Escape(command)} "));
            Assert.That(unit, Does.Contain("\nNoNewPrivileges=yes\n").And.Contain("\nCapabilityBoundingSet=\n").And.Contain("\nUMask=0077\n"));
            Assert.That(unit, Does.Not.Contain("EnvironmentFile="), "names of environments hold what no variable's name can");
        });
    }

    [Test]
    public void Directories_OfTheUnits_AreThoseOfTmpfiles()
    {
        var directories = File.ReadAllText(Path.Combine(DeploymentGuide.DirectoryPath, "tmpfiles.d", "gate.conf"));
        Assert.Multiple(() =>
        {
            Assert.That(directories, Does.Match(@"(?m)^d /run/deployer\s+2750 deployer\s+gate\s"));
            Assert.That(directories, Does.Match(@"(?m)^d /etc/gatekeeper\s+0750 root\s+gatekeeper\s").And.Match(@"(?m)^d /etc/deployer\s+0750 root\s+deployer\s"));
            Assert.That(Regex.Count(directories, @"\sgate\s"), Is.EqualTo(1), "the shared group has the socket's directory and nothing else");
            Assert.That(Unit("deployer"), Does.Contain("\nReadWritePaths=/run/deployer /srv/www\n"));
            foreach (var program in (string[])["gatekeeper", "deployer"])
            {
                Assert.That(directories, Does.Match($@"(?m)^d /var/lib/{program}\s+0700 {program}\s+{program}\s"));
                Assert.That(Unit(program), Does.Contain($"\nStateDirectory={program}\nStateDirectoryMode=0700\n"));
            }
        });
    }

    [Test]
    public void Users_OfSysusers_ShareTheGroupOfTheSocket()
    {
        var users = File.ReadAllText(Path.Combine(DeploymentGuide.DirectoryPath, "sysusers.d", "gate.conf"));
        Assert.That(users, Does.Match(@"(?m)^g gate\s").And.Match(@"(?m)^m gatekeeper gate$").And.Match(@"(?m)^m deployer\s+gate$"));
    }

    [TestCase("gatekeeper", "10001")]
    [TestCase("deployer", "10002")]
    public void Container_OfAProgram_RunsAsAUserOfItsOwn(string program, string user)
    {
        using var reader = new StreamReader(SourceTree.PathTo("compose.yaml"));
        var compose = new YamlStream();
        compose.Load(reader);
        var service = (YamlMappingNode)compose.Documents.Single().RootNode["services"][program];
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllLines(SourceTree.PathTo(program, "Containerfile")), Has.One.EqualTo($"USER {user}:10010"));
            Assert.That(service["user"].ToString(), Is.EqualTo($"{user}:10010"));
            Assert.That(((YamlMappingNode)service["environment"]).Children.Keys.Select(key => key.ToString()), Has.All.Match("^[A-Za-z_][A-Za-z0-9_]*$"));
        });
    }

    // A volume is empty at first, and takes the owner of the image's directory at its place; where there is none it is root's, and closed to the program.
    [TestCase("gatekeeper")]
    [TestCase("deployer")]
    public void Volumes_OfAContainer_AreTheProgramsByItsImage(string program)
    {
        using var reader = new StreamReader(SourceTree.PathTo("compose.yaml"));
        var compose = new YamlStream();
        compose.Load(reader);
        var mounts = ((YamlSequenceNode)compose.Documents.Single().RootNode["services"][program]["volumes"]).Select(volume => volume.ToString().Split(':'));
        var written = mounts.Where(mount => !mount[0].StartsWith('.') && mount.Length == 2).Select(mount => mount[1]).ToArray();
        var image = File.ReadAllText(SourceTree.PathTo(program, "Containerfile"));
        Assert.That(written, Is.Not.Empty);
        Assert.That(written, Has.All.Matches<string>(place => Regex.IsMatch(image, $"install --directory --owner {program} --group gate --mode [0-9]+ {Regex.Escape(place!)}( |\n)")));
    }

    [TestCase("gatekeeper", 10001)]
    [TestCase("deployer", 10002)]
    public void Container_OfThePod_IsConfinedAndHasItsOwnAlone(string program, int user)
    {
        var manifest = PodManifest.Read();
        var container = manifest.Container(program);
        var other = program == "gatekeeper" ? "deployer" : "gatekeeper";
        var context = (YamlMappingNode)container["securityContext"];
        Assert.Multiple(() =>
        {
            Assert.That((PodManifest.User(container), PodManifest.Group(container)), Is.EqualTo((user, 10010)));
            Assert.That(PodManifest.Capabilities(container), Is.Empty);
            Assert.That(context["capabilities"]["drop"][0].ToString(), Is.EqualTo("ALL"));
            Assert.That((context["runAsNonRoot"].ToString(), context["readOnlyRootFilesystem"].ToString(), context["allowPrivilegeEscalation"].ToString()), Is.EqualTo(("true", "true", "false")));
            Assert.That(PodManifest.Mounts(container).Select(mount => mount.Volume), Has.None.StartsWith(other).And.None.EndsWith("-keys"));
        });
    }

    [Test]
    public void Pod_OfTheManifest_SharesNoProcessesAndGivesNoKeyToAGroup()
    {
        var pod = PodManifest.Read().Pod;
        Assert.Multiple(() =>
        {
            Assert.That(pod["shareProcessNamespace"].ToString(), Is.EqualTo("false"));
            Assert.That(pod["automountServiceAccountToken"].ToString(), Is.EqualTo("false"));
            Assert.That(((YamlMappingNode)pod["securityContext"]).Children.Keys.Select(key => key.ToString()), Has.No.Member("fsGroup").And.No.Member("supplementalGroups"));
        });
    }

    private static string Unit(string program) => File.ReadAllText(Path.Combine(DeploymentGuide.DirectoryPath, program + ".service"));
}
