using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Gateway.Contract.Audit;
using Gateway.Hosting.Audit;
using Microsoft.Extensions.Logging.Abstractions;
using Rego.Values;

namespace Gatectl.Tests.Audit;

/// <summary><c>gatectl audit follow</c>: every record once, in order, from a cursor on.</summary>
public class FollowCommandTests
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public async Task WriteLog()
    {
        _directory = new TemporaryDirectory();
        await WriteAsync(30);
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Follow_ToAFileWithACursor_HasEachRecordOnce()
    {
        string[] arguments = ["--to", "copy.jsonl", "--cursor", "cursor"];
        Assert.That((await FollowAsync(arguments)).ExitCode, Is.EqualTo(ExitCode.Done));
        await WriteAsync(10);
        Assert.That((await FollowAsync(arguments)).ExitCode, Is.EqualTo(ExitCode.Done));
        Assert.That((await FollowAsync(arguments)).ExitCode, Is.EqualTo(ExitCode.Done));
        Assert.That(await File.ReadAllLinesAsync(Path.Combine(_directory.Path, "copy.jsonl")), Is.EqualTo(LogReader.ReadAll(Log).Select(entry => entry.Json)));
        Assert.That((await File.ReadAllTextAsync(Path.Combine(_directory.Path, "cursor"))).Split(' ')[0], Is.EqualTo("44"));
    }

    [Test]
    public async Task Follow_RecordsBehindTheNewestCheckpoint_AreNotReadYet()
    {
        await File.AppendAllTextAsync(LogLayout.FindSegments(Log)[^1].Path, "{\"seq\":32,\"kind\":\"forged\"}\n");
        var run = await FollowAsync("--from", "30");
        Assert.That(run.Out.TrimEnd().Split('\n'), Has.Length.EqualTo(2), run.Out);
    }

    [Test]
    public async Task Follow_ToAUnixSocket_SendsLines()
    {
        var path = Path.Combine(_directory.Path, "s");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var received = Task.Run(async () =>
        {
            using var connection = await listener.AcceptAsync();
            using var reader = new StreamReader(new NetworkStream(connection));
            return await reader.ReadToEndAsync();
        });
        Assert.That((await FollowAsync("--to", "unix:s")).ExitCode, Is.EqualTo(ExitCode.Done));
        Assert.That((await received.WaitAsync(TimeSpan.FromSeconds(5))).TrimEnd().Split('\n'), Has.Length.EqualTo(32));
    }

    [TestCase(200, ExitCode.Done)]
    [TestCase(503, ExitCode.Failed)]
    public async Task Follow_ToACollector_SendsOtlpLogsAndKeepsTheCursorWhereItFails(int status, int exitCode)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var received = AnswerOnceAsync(listener, status);
        var run = await FollowAsync("--otlp", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--cursor", "cursor");
        var (head, body) = await received.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
        Assert.That(head, Does.StartWith("POST /v1/logs HTTP/1.1"));
        var logs = JsonNode.Parse(body)!["resourceLogs"]![0]!;
        Assert.That((string?)logs["resource"]!["attributes"]![0]!["value"]!["stringValue"], Is.EqualTo("gatekeeper.test/audit"));
        var records = logs["scopeLogs"]![0]!["logRecords"]!.AsArray();
        Assert.That(records, Has.Count.EqualTo(32));
        Assert.That((string?)records[0]!["body"]!["stringValue"], Is.EqualTo(LogReader.ReadAll(Log).First().Json));
        Assert.That((string?)records[0]!["timeUnixNano"], Does.Match("^[0-9]{19}$"));
        Assert.That((int?)records[1]!["severityNumber"], Is.EqualTo(13), "denied");
        Assert.That(File.Exists(Path.Combine(_directory.Path, "cursor")), Is.EqualTo(exitCode == ExitCode.Done));
    }

    [Test]
    public async Task Follow_ArchivedRecords_ComeFromTheArchive()
    {
        await CommandRun.RunAsync(_directory.Path, "audit", "archive", "--log", Log, "--to", "archive", "--keep", "0");
        var without = await FollowAsync();
        Assert.That(without.ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That(without.Error, Does.Contain("moved to an archive"));
        Assert.That((await FollowAsync("--archive", "archive")).Out.TrimEnd().Split('\n'), Has.Length.EqualTo(32));
    }

    [Test]
    public async Task Follow_CursorBehindTheLogsEnd_FailsAndSaysSo()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "cursor"), "1000\n");
        var run = await FollowAsync("--cursor", "cursor");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That(run.Error, Does.Contain("rolled back, or begun anew"));
    }

    [Test]
    public async Task Follow_LogThatWasBegunAnewAndIsLongerByNow_FailsAndSaysSo()
    {
        await FollowAsync("--to", "copy.jsonl", "--cursor", "cursor");
        Directory.Move(Log, Path.Combine(State, "before"));
        File.Delete(Path.Combine(State, "audit.mark"));
        await WriteAsync(50);
        var run = await FollowAsync("--to", "copy.jsonl", "--cursor", "cursor");
        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
        Assert.That(run.Error, Does.Contain("rolled back, or begun anew"));
    }

    [TestCase("")]
    [TestCase("{\"seq\":31,\"kind\":\"sto")]
    public async Task Follow_ToAFileWithARecordCutInTheMiddle_HasTheRecordWhole(string rest)
    {
        var path = Path.Combine(_directory.Path, "copy.jsonl");
        var records = LogReader.ReadAll(Log).Select(entry => entry.Json).ToArray();
        await File.WriteAllTextAsync(path, string.Concat(records.SkipLast(1).Select(record => record + "\n")) + rest);
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "cursor"), "31\n");
        Assert.That((await FollowAsync("--to", "copy.jsonl", "--cursor", "cursor")).ExitCode, Is.EqualTo(ExitCode.Done));
        Assert.That(await File.ReadAllLinesAsync(path), Is.EqualTo(records));
    }

    [TestCase("--to", "tcp:nowhere")]
    [TestCase("--otlp", "ftp://x")]
    public async Task Follow_TargetThatIsNone_IsAUsageFailure(params string[] arguments) =>
        Assert.That((await FollowAsync(arguments)).ExitCode, Is.EqualTo(ExitCode.Usage));

    private static async Task<(string Head, string Body)> AnswerOnceAsync(TcpListener listener, int status)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var received = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            received.Write(buffer, 0, await stream.ReadAsync(buffer));
            var text = Encoding.UTF8.GetString(received.ToArray());
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end > 0 && text.Length - end - 4 >= LengthOf(text[..end]))
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
                return (text[..end], text[(end + 4)..]);
            }
        }
    }

    private static int LengthOf(string head) => int.Parse(
        head.Split("\r\n").Single(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

    private string State => Path.Combine(_directory.Path, "gatekeeper");

    private string Log => Path.Combine(State, "audit");

    private Task<CommandRun> FollowAsync(params string[] arguments) => CommandRun.RunAsync(_directory.Path, ["audit", "follow", "--once", "--log", Log, .. arguments]);

    private async Task WriteAsync(int records)
    {
        var options = new AuditOptions { Origin = "gatekeeper.test/audit", SegmentSizeBytes = 4096 };
        await using var log = TamperEvidentLog.Open(options, State, Assembly.GetExecutingAssembly(), TimeProvider.System, NullLogger.Instance);
        for (var i = 0; i < records; i++)
        {
            await log.RecordEventAsync("sample", [("allowed", RegoBoolean.False), ("text", RegoString.From(new string('x', 300)))], durable: i % 5 == 0);
        }
    }
}
