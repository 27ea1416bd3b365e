using System.Diagnostics;
using System.Net.Sockets;
using Gateway.Hosting.Posix;
using Gateway.Hosting.Revisions;
using Gateway.Hosting.Revisions.Archive;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rego.Options;
using Rego.Values;

namespace Hosting.Tests.Support;

/// <summary>A directory of policies that answer with the versions of two files, which are right only where they are equal.</summary>
internal sealed class PoliciesDirectory : IDisposable
{
    private static readonly EvaluationOptions Evaluation = new() { Limits = EvaluationLimits.Default };

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("revisions-");
    private RevisionStore? _store;
    private Socket? _socket;

    public PoliciesDirectory()
    {
        Path = System.IO.Path.Combine(_root.FullName, "policies");
        State = Directory.CreateDirectory(System.IO.Path.Combine(_root.FullName, "state")).FullName;
        Fill(Path, 1);
    }

    public string Path { get; set; }

    public string Outside => _root.FullName;

    public string State { get; }

    public RecordingRevisionLog Log { get; } = new();

    // Far enough ahead that everything written so far is old.
    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow.AddMinutes(1));

    public RevisionArchive Archive => new(System.IO.Path.Combine(State, "revisions"));

    public RevisionStore Store => _store ??= Open();

    /// <summary>Fills a directory with two files of one version, and a test.</summary>
    public static void Fill(string path, int version)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(path, "gatekeeper"));
        Directory.CreateDirectory(System.IO.Path.Combine(path, "settings"));
        File.WriteAllText(System.IO.Path.Combine(path, "gatekeeper", "decision.rego"), Module(version));
        File.WriteAllText(System.IO.Path.Combine(path, "settings", "data.yaml"), Data(version));
        File.WriteAllText(System.IO.Path.Combine(path, "gatekeeper", "decision_test.rego"), "package gatekeeper_test\n\ntest_has_versions if count(data.gatekeeper.decision.versions) == 2\n");
    }

    public static string Module(int version) => $"{Rules(version)}\nfaults := set()\n";

    /// <summary>A module that does not say whether the data are right.</summary>
    public static string Rules(int version) => $"package gatekeeper\n\ndecision := {{\"versions\": [{version}, data.settings.version]}}\n";

    public static string Data(int version) => $"version: {version}\n";

    /// <summary>What the store that was opened last goes by.</summary>
    public RevisionSettings Settings { get; private set; } = null!;

    public RevisionStore Open()
    {
        Settings = new RevisionSettings(Path, RevisionSettings.DefaultQuietPeriod, State, new PathJudge(isDevelopment: true));
        return RevisionStore.Open(Settings, Archive, Log, Time, NullLogger.Instance);
    }

    public string At(params string[] path) => System.IO.Path.Combine([Path, .. path]);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    /// <summary>Writes a file and gives it back the time at which it was written before, to the nanosecond.</summary>
    public void WriteUnderTheSameTime(string path, string text)
    {
        var reference = System.IO.Path.Combine(_root.FullName, "reference");
        Run("touch", "-r", At(path), reference);
        Write(path, text);
        Run("touch", "-r", reference, At(path));
    }

    /// <summary>Looks, lets the quiet period pass, and looks again.</summary>
    public void Settle()
    {
        Store.Look();
        Time.Advance(RevisionSettings.DefaultQuietPeriod);
        Store.Look();
    }

    /// <summary>The versions of the two files that decide.</summary>
    public (long Module, long Data) Versions()
    {
        var answer = (RegoObject)Store.Current.Revision.Decision.Evaluate(RegoObject.Empty, Evaluation);
        var versions = (RegoArray)answer["versions"];
        return (((RegoNumber)versions[0]).Integer, ((RegoNumber)versions[1]).Integer);
    }

    public void MakeFifo(string path) => Run("mkfifo", At(path));

    public void MakeNotUtf8(string directory) => Run("sh", "-c", $"printf 'package x\n' > \"$(printf '{At(directory)}/deny\\377.rego')\"");

    public void MakeDevice(string path) => Run("mknod", At(path), "c", "1", "3");

    public void MakeSocket(string path)
    {
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _socket.Bind(new UnixDomainSocketEndPoint(At(path)));
    }

    public void Dispose()
    {
        _socket?.Dispose();
        // Not by .NET, which cannot name every file that may be there.
        Run("rm", "-rf", _root.FullName);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, program);
    }
}
