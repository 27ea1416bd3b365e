using System.Buffers.Text;
using System.Text;
using Gatekeeper.Identity;
using Gatekeeper.Policy;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Gateway.Tests.Shared;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Rego.Loading;
using Rego.Values;

namespace Gatekeeper.Tests.Policy;

/// <summary>The shipped schema describes what the gatekeeper really builds, and nothing else passes for it.</summary>
[TestFixture]
public sealed class InputSchemaTests
{
    private const string Schema = "gatekeeper.json";

    [TestCaseSource(nameof(Methods))]
    public void Schema_InputOfAMethod_DescribesIt(MethodDescriptor method)
    {
        var empty = PolicyInputBuilder.Build(Sample.Call(method.InputType.Parser.ParseFrom(ByteString.Empty)), RealCaller());
        var full = PolicyInputBuilder.Build(Sample.Call(Fill(method.InputType)), RealCaller());

        Assert.Multiple(() =>
        {
            Assert.That(InputSchema.ErrorsOf(empty, Schema), Is.Empty);
            Assert.That(InputSchema.ErrorsOf(full, Schema), Is.Empty);
        });
    }

    [Test]
    public void Schema_RequestOfTheSchema_HasTheFieldsOfAllMethodsAndNoOthers()
    {
        var built = Methods.SelectMany(method => Names(PolicyInputBuilder.Build(Sample.Call(Fill(method.InputType)), RealCaller())["request"]));

        // What is known only when a request is carried out, or from the log, is built by no method.
        Assert.That(Names(Definition("request")["properties"]), Is.EquivalentTo(built.Distinct().Concat(["approvals", "create_time", "decision", "facts"])));
    }

    [Test]
    public void Schema_InputOfTheContract_DescribesIt()
    {
        var input = RegoJson.Parse(
            """
            {
              "caller": {"kind": "machine", "issuer": "https://ci.example", "subject": "s", "claims": {}, "groups": ["g"], "groups_complete": true, "actor": "a", "authenticate_time": "2026-01-31T12:00:00Z", "authenticated_by": "mtls",
                         "certificate": {"san_uri": ["u"], "san_dns": ["d"], "sha256": "00"},
                         "ssh": {"user": "u", "groups": ["g"], "key_sha256": "SHA256:x", "principals": ["p"]}},
              "action": "deploy", "application": "shop", "environment": "production",
              "request": {"version": "1.4.2", "digest": "sha256:00", "reason": "weekly"},
              "context": {"time": "2026-01-31T12:00:00Z", "channel": "ssh", "phase": "request", "remote_ip": "10.0.0.1", "decision_id": "id-1"}
            }
            """);

        Assert.That(InputSchema.ErrorsOf(input, Schema), Is.Empty);
    }

    [TestCase("aplication")]
    [TestCase("data")]
    public void Schema_UnknownMember_IsRefused(string name)
    {
        var input = PolicyInputBuilder.Build(Sample.Create(), RealCaller());
        var more = RegoObject.From([.. input, KeyValuePair.Create<RegoValue, RegoValue>(RegoString.From(name), RegoNull.Instance)]);

        Assert.That(InputSchema.ErrorsOf(more, Schema), Has.Some.Contains(name));
    }

    private static IEnumerable<MethodDescriptor> Methods => MethodCatalog.Services.SelectMany(service => service.Methods);

    private static Caller RealCaller()
    {
        var claims = """{"iss": "https://ci.example", "sub": "repo:org/shop", "aud": ["gate"], "exp": 1, "groups": ["release"], "auth_time": 1, "act": {"sub": "agent"}, "nested": {"a": [1]}}""";
        var token = TokenParser.Parse($"{Base64Url.EncodeToString("""{"alg": "ES256", "kid": "k"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.AAAA");
        return CallerFactory.Create(token, new IssuerOptions { CallerKind = "code", GroupsClaim = "groups" });
    }

    /// <summary>A message with every field set.</summary>
    private static IMessage Fill(MessageDescriptor type)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (field.IsMap)
            {
                ((IDictionary<string, string>)field.Accessor.GetValue(message))["key"] = "value";
                continue;
            }

            field.Accessor.SetValue(message, field.FieldType switch
            {
                FieldType.String => "x",
                FieldType.Int32 => 1,
                FieldType.Int64 => 1L,
                FieldType.Bool => true,
                FieldType.Message when field.MessageType == Timestamp.Descriptor => new Timestamp { Seconds = 1 },
                FieldType.Enum => field.EnumType.Values[1].Number,
                _ => throw new NotSupportedException($"{field.FullName} is a {field.FieldType}"),
            });
        }

        return message;
    }

    private static RegoObject Definition(string name)
    {
        var schema = (RegoObject)RegoDocument.Read(Path.Combine(AppContext.BaseDirectory, "schemas", Schema));
        return (RegoObject)((RegoObject)schema["definitions"])[name];
    }

    private static IEnumerable<string> Names(RegoValue members) => ((RegoObject)members).Select(member => ((RegoString)member.Key).Value);
}
