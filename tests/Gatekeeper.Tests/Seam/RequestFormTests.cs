using Deploy.V1;
using Gatekeeper.Seam;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Rego.Values;

namespace Gatekeeper.Tests.Seam;

public sealed class RequestFormTests
{
    private static readonly TestCaseData[] Known =
    [
        new(new BoolValue { Value = true }, """{"value":true}"""),
        new(new BoolValue(), "{}"),
        new(new UInt32Value { Value = uint.MaxValue }, """{"value":4294967295}"""),
        new(new UInt64Value { Value = ulong.MaxValue }, """{"value":18446744073709551615}"""),
        new(new Int64Value { Value = long.MinValue }, """{"value":-9223372036854775808}"""),
        new(new Int64Value(), "{}"),
        new(new Duration { Seconds = 3, Nanos = -1 }, """{"seconds":3,"nanos":-1}"""),
        new(new StringValue { Value = "x" }, """{"value":"x"}"""),
        new(new StringValue(), "{}"),
        new(new FieldMask { Paths = { "b", "", "a" } }, """{"paths":["b","","a"]}"""),
        new(new FieldMask(), "{}"),
        new(new ListDeploymentsRequest { Application = "a", Environment = "e", State = Deployment.Types.State.RolledBack }, """{"state":"ROLLED_BACK"}"""),
        new(new CreateDeploymentRequest { Annotations = { ["b"] = "1", ["a"] = "" } }, """{"annotations":{"a":"","b":"1"}}"""),
        new(new RefusedRevision { Revision = "r", Time = At(0), Faults = { "f" } }, """{"revision":"r","time":"2026-01-31T12:00:00Z","faults":["f"]}"""),
        new(new RefusedRevision { Time = At(120_000_000) }, """{"time":"2026-01-31T12:00:00.12Z"}"""),
        new(new RefusedRevision { Time = At(1) }, """{"time":"2026-01-31T12:00:00.000000001Z"}"""),
        new(new RefusedRevision { Time = new Timestamp() }, """{"time":"1970-01-01T00:00:00Z"}"""),
        new(new RefusedRevision(), "{}"),
    ];

    [TestCaseSource(nameof(Known))]
    public void Of_FieldsOfATypeThatTheRuleKnows_AreThereWhereTheyAreSet(IMessage message, string document) =>
        Assert.That(new RequestForm(message.Descriptor).Of(message), Is.EqualTo(RegoJson.Parse(document)));

    /// <summary>Where the contract tells absent and zero apart, so do policies.</summary>
    [Test]
    public void Of_AFieldWithPresence_IsThereWithItsZero()
    {
        var range = new DescriptorProto.Types.ReservedRange { Start = 0 };

        Assert.That(new RequestForm(((IMessage)range).Descriptor).Of(range), Is.EqualTo(RegoJson.Parse("""{"start":0}""")));
    }

    [Test]
    public void Of_ManyFields_StandInTheOrderOfTheirNames()
    {
        var message = new CreateDeploymentRequest { Version = "1", Reason = "r", Exception = "e", RequestId = "i", Digest = "d", Annotations = { ["k"] = "v" } };

        Assert.That(new RequestForm(((IMessage)message).Descriptor).Of(message).ToString(), Is.EqualTo("""{"annotations": {"k": "v"}, "digest": "d", "exception": "e", "reason": "r", "request_id": "i", "version": "1"}"""));
    }

    [TestCase(0, 1_000_000_000)]
    [TestCase(0, -1)]
    [TestCase(long.MaxValue, 0)]
    [TestCase(long.MinValue, 0)]
    public void Of_ATimeOfNoCalendar_IsRefused(long seconds, int nanos)
    {
        var message = new RefusedRevision { Time = new Timestamp { Seconds = seconds, Nanos = nanos } };

        Assert.That(() => new RequestForm(((IMessage)message).Descriptor).Of(message), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void Create_FieldsOfATypeThatTheRuleDoesNotKnow_AreNamed()
    {
        var unknown = new Dictionary<MessageDescriptor, string>
        {
            [BytesValue.Descriptor] = "google.protobuf.BytesValue.value",
            [DoubleValue.Descriptor] = "google.protobuf.DoubleValue.value",
            [FloatValue.Descriptor] = "google.protobuf.FloatValue.value",
            [PolicyStatus.Descriptor] = "deploy.v1.PolicyStatus.deployer",
            [ListDeploymentsResponse.Descriptor] = "deploy.v1.ListDeploymentsResponse.deployments",
            [Struct.Descriptor] = "google.protobuf.Struct.fields",
        };

        Assert.Multiple(() =>
        {
            foreach (var (type, field) in unknown)
            {
                Assert.That(() => new RequestForm(type), Throws.InvalidOperationException.With.Message.StartsWith(field + ": "));
            }
        });
    }

    /// <summary>The catalog is read before anything is served: no call is the first to find out.</summary>
    [Test]
    public void Create_EntryOfAMethodWithSuchARequest_StopsTheStart()
    {
        var method = WorkerService.Descriptor.FindMethodByName("InstallSessionKey");

        Assert.That(
            () => new MethodCatalogEntry(method, RestRoute.Parse("POST", "/v1/x", hasBody: true), isAnswered: true),
            Throws.InvalidOperationException.With.Message.StartsWith("deploy.v1.InstallSessionKeyRequest.key: "));
    }

    private static Timestamp At(int nanos) => new() { Seconds = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), Nanos = nanos };
}
