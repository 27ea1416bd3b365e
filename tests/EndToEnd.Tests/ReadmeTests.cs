using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>The README does what it says: each block that is marked with <c>run</c> is run, in order, in one shell.</summary>
[Parallelizable]
public class ReadmeTests
{
    private const string ReadmeGate = "https://localhost:8443";

    private static string Readme => File.ReadAllText(SourceTree.PathTo("README.md"));

    [Test]
    public async Task Tour_OfTheReadme_Works()
    {
        using var directory = new TemporaryDirectory();
        await using var dev = await DevProcess.StartAsync(directory.Sub("state"));
        LinkRepository(directory.Path, dev.State);
        var run = await ProcessRun.RunAsync("bash", ["-c", Script(dev)], directory.Path, timeout: TimeSpan.FromMinutes(3));
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.All);
            Assert.That(Regex.Count(run.Out, "SUCCEEDED"), Is.GreaterThanOrEqualTo(6), run.All);
            Assert.That(run.Out, Does.Contain("PERMISSION_DENIED").And.Contain("exit code 3").And.Contain("RecordChanged at record 3").And.Contain("exit code 1"), run.All);
            Assert.That(run.Out, Does.Contain("by person:alice since").And.Contain("approval: 1 of person:bob").And.Contain("looked at it"), run.All);
        });
        Artifact.AssertLanded(dev, "stage", "1.0.0");
        Artifact.AssertLanded(dev, "production", "1.0.0");
    }

    [Test]
    public async Task FirstCommand_OfTheReadme_Demonstrates()
    {
        Assert.That(Readme, Does.Contain("\ndotnet run --project gatectl -- dev\n"));
        using var directory = new TemporaryDirectory();
        var run = await ProcessRun.RunAsync(
            "dotnet",
            ["run", "--no-build", "--configuration", Repository.Configuration, "--project", "gatectl", "--", "dev", "--once", "--state", directory.Sub("state"), "--port", "0"],
            SourceTree.Root);
        Assert.That(run.ExitCode, Is.Zero, run.All);
    }

    [Test]
    public void SecondCommand_OfTheReadme_IsWhatContinuousIntegrationRuns()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Readme, Does.Contain("\nbash tests/run.sh\n"));
            Assert.That(File.ReadAllText(SourceTree.PathTo(".ci", "run")), Does.Contain("bash tests/run.sh"));
        });
    }

    [Test]
    public async Task KeyCommands_OfTheReadme_MakeKeysThatThePairOfProgramsTakes()
    {
        var block = Regex.Match(Readme, "^  ```sh\n(  umask 077.*?)^  ```$", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        using var directory = new TemporaryDirectory();
        var run = await ProcessRun.RunAsync("bash", ["-euo", "pipefail", "-c", block], directory.Path);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        using var signing = ECDsa.Create();
        using var verifying = ECDsa.Create();
        signing.ImportFromPem(File.ReadAllText(directory.Sub("grants-key.pem")));
        verifying.ImportFromPem(File.ReadAllText(directory.Sub("grants-public-key.pem")));
        byte[] text = [1, 2, 3];
        Assert.Multiple(() =>
        {
            Assert.That(signing.KeySize, Is.EqualTo(256));
            Assert.That(verifying.VerifyData(text, signing.SignData(text, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256), Is.True);
            Assert.That(Convert.FromBase64String(File.ReadAllText(directory.Sub("secrets.key")).Trim()), Has.Length.EqualTo(32));
            Assert.That(File.GetUnixFileMode(directory.Sub("secrets.key")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        });
    }

    [Test]
    public void Paths_InTheReadme_AreThere()
    {
        var paths = Regex.Matches(Readme, "`((?:protos|rego|gatekeeper|deployer|gatectl|policies|schemas|tests|examples)/[A-Za-z0-9_./-]*)`")
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(paths, Has.Length.GreaterThan(8));
            Assert.That(paths, Has.None.Matches<string>(path => !Path.Exists($"{SourceTree.Root}/{path}")));
        });
    }

    /// <summary>The user stands in a clone of the repository, with the gate's state in it.</summary>
    private static void LinkRepository(string directory, string state)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(SourceTree.Root).Where(entry => Path.GetFileName(entry) is not ".gate" and not ".git"))
        {
            File.CreateSymbolicLink(Path.Combine(directory, Path.GetFileName(entry)), entry);
        }

        File.CreateSymbolicLink(Path.Combine(directory, ".gate"), state);
    }

    private static string Script(DevProcess dev)
    {
        var script = new StringBuilder("set -euo pipefail\n");
        foreach (Match block in Regex.Matches(Readme, "^```sh run\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline))
        {
            script.Append(block.Groups[1].Value);
        }

        return script.ToString()
            .Replace(ReadmeGate, dev.Url, StringComparison.Ordinal)
            .Replace("gatectl/bin/Debug/", $"gatectl/bin/{Repository.Configuration}/", StringComparison.Ordinal);
    }
}
