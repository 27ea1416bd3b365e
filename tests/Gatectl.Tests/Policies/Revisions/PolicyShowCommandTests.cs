using System.Security.Cryptography;
using System.Text;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Tests.Support;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Gatectl.Tests.Policies.Revisions;

public class PolicyShowCommandTests
{
    private static readonly string Digest = "sha256:" + new string('1', 64);

    private FakeGate _gate = null!;

    [SetUp]
    public async Task SetUp()
    {
        _gate = await FakeGate.StartAsync();
        _gate.Policies.Revision = Answer;
    }

    [TearDown]
    public async Task TearDown() => await _gate.DisposeAsync();

    [Test]
    public async Task Show_Text_HasEachFileUnderAHeader()
    {
        var run = await _gate.RunAsync("policy", "show", Digest, "--as", "alice");
        Assert.That(run.Out, Is.EqualTo(
            $$"""
            revision {{Digest}}
            refused at 2026-01-31T12:00:00Z, serial 3
              - data.yaml:1:1: no

            ==> data.yaml (11 bytes) <==
            a: 1
            b:	\u{1b}c

            ==> large.rego (10 bytes) <==
            0123456789

            """), run.Error);
    }

    [Test]
    public async Task Show_ContentsLeftOut_AreFetchedPieceByPiece()
    {
        var run = await _gate.RunAsync("policy", "show", Digest, "-o", "json");
        var requests = _gate.Policies.Calls.Select(call => (GetRevisionRequest)call.Request).Select(request => (request.Revision, request.Path, request.Offset));
        Assert.Multiple(() =>
        {
            Assert.That(requests, Is.EqualTo(new[] { (Digest, "", 0L), (Digest, "large.rego", 0L), (Digest, "large.rego", 4L), (Digest, "large.rego", 8L) }));
            Assert.That(Convert.FromBase64String((string)run.Json["files"]![1]!["content"]!), Is.EqualTo("0123456789"u8.ToArray()));
            Assert.That((bool)run.Json["files"]![1]!["content_omitted"]!, Is.False);
        });
    }

    [Test]
    public async Task Show_OnePath_FetchesOnlyThat()
    {
        var run = await _gate.RunAsync("policy", "show", Digest, "large.rego");
        Assert.That(run.Out, Does.Contain("==> large.rego (10 bytes) <==\n0123456789\n").And.Not.Contain("data.yaml ("), run.Error);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Show_PiecesThatAreNotTheFile_Fails(bool isEmpty)
    {
        _gate.Policies.Revision = request =>
        {
            var answer = Answer(request);
            answer.Files[^1].Content = isEmpty || request.Path.Length == 0 ? ByteString.Empty : ByteString.CopyFromUtf8("0");
            return answer;
        };
        var run = await _gate.RunAsync("policy", "show", Digest);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Failed));
            Assert.That(run.Error, Does.Contain("is not the file with the digest"));
        });
    }

    private static PolicyRevision Answer(GetRevisionRequest request)
    {
        var answer = new PolicyRevision
        {
            Revision = request.Revision,
            Serial = 3,
            Refused = true,
            Time = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).ToTimestamp(),
            Faults = { "data.yaml:1:1: no" },
        };
        var large = File("large.rego", "0123456789");
        if (request.Path.Length == 0)
        {
            large.ContentOmitted = true;
            large.Content = ByteString.Empty;
            answer.Files.Add(File("data.yaml", "a: 1\nb:\t\u001bc\n"));
        }
        else
        {
            var offset = (int)request.Offset;
            large.Content = ByteString.CopyFrom(large.Content.Span.Slice(offset, Math.Min(4, large.Content.Length - offset)));
        }

        answer.Files.Add(large);
        return answer;
    }

    private static PolicyFile File(string path, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return new PolicyFile { Path = path, Size = content.Length, Digest = Convert.ToHexStringLower(SHA256.HashData(content)), Content = ByteString.CopyFrom(content) };
    }
}
