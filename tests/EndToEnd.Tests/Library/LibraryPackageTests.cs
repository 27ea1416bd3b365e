using System.IO.Compression;
using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Library;

/// <summary>The Rego engine as a package: packed, restored by a project that knows nothing of this source tree, and used as its README says.</summary>
[Parallelizable]
public sealed class LibraryPackageTests
{
    private const string Version = "0.0.1-packed";

    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(3);

    private TemporaryDirectory _directory = null!;

    private static string Readme => File.ReadAllText(SourceTree.PathTo("rego", "README.md"));

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        _directory = new TemporaryDirectory();
        await RunAsync("pack", SourceTree.PathTo("rego"), "--no-build", "--configuration", Repository.Configuration, "--output", _directory.Sub("packages"), $"-p:Version={Version}");
    }

    [OneTimeTearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public void Package_Files_AreTheLibraryItsDocumentationAndTheReadme()
    {
        using var package = ZipFile.OpenRead(_directory.Sub($"packages/Rego.{Version}.nupkg"));

        var names = package.Entries.Select(entry => entry.FullName).ToArray();

        Assert.That(names, Is.SupersetOf(new[] { "README.md", "UNICODE-LICENSE", "lib/net10.0/Rego.dll", "lib/net10.0/Rego.xml" }));
        using var description = new StreamReader(package.GetEntry("Rego.nuspec")!.Open());
        var text = description.ReadToEnd();
        Assert.That(text, Does.Contain("<readme>README.md</readme>").And.Contain("<license type=\"expression\">Apache-2.0</license>"));
    }

    [Test]
    public async Task Package_InAFreshProject_RunsEveryProgramOfTheReadme()
    {
        var readme = new ReadmeProgram(Readme);
        Assert.That(readme.Expected, Has.Length.EqualTo(readme.Blocks).And.Length.GreaterThan(3), "each program says what it prints");
        var project = Directory.CreateDirectory(_directory.Sub("app")).FullName;
        readme.WriteTo(project, Version);
        await WriteSourcesAsync(project);

        await RunAsync("build", project, "--verbosity", "quiet", "--nologo");
        var run = await RunAsync(Path.Combine(project, "bin", "Debug", "net10.0", "app.dll"));

        Assert.That(ReadmeProgram.Split(run.Out), Is.EqualTo(readme.Expected));
    }

    /// <summary>The packed package comes from its directory alone; what it depends on was restored on this machine before.</summary>
    private async Task WriteSourcesAsync(string project)
    {
        var locals = await RunAsync("nuget", "locals", "global-packages", "--list");
        var machine = locals.Out[(locals.Out.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        await File.WriteAllTextAsync(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <fallbackPackageFolders>
                <clear />
                <add key="machine" value="{machine}" />
              </fallbackPackageFolders>
              <packageSources>
                <clear />
                <add key="packed" value="{_directory.Sub("packages")}" />
              </packageSources>
            </configuration>
            """);
    }

    private async Task<ProcessRun> RunAsync(params string[] arguments)
    {
        var isListing = arguments[0] == "nuget";
        var environment = isListing ? null : new Dictionary<string, string> { ["NUGET_PACKAGES"] = _directory.Sub("global") };
        var run = await ProcessRun.RunAsync("dotnet", arguments, _directory.Path, environment, BuildTimeout);
        Assert.That(run.ExitCode, Is.Zero, run.All);
        return run;
    }
}
