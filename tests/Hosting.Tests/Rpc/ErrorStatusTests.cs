using Deploy.V1;
using Gateway.Contract.Validation;
using Gateway.Hosting.Rpc;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Hosting.Tests.Rpc;

[TestFixture]
internal sealed class ErrorStatusTests
{
    [Test]
    public void Create_WithViolations_HasReasonDecisionAndNoMoreOfThemThanAHeaderTakes()
    {
        var violations = Enumerable.Range(0, 50).Select(i => new FieldViolation($"f{i}", "is wrong")).ToArray();

        var status = ErrorStatus.Create(StatusCode.InvalidArgument, ErrorReason.InvalidRequest, "No.", "id-1", violations);

        Assert.That((status.Code, status.Message), Is.EqualTo(((int)StatusCode.InvalidArgument, "No.")));
        Assert.That(status.Details[0].Unpack<ErrorInfo>(), Is.EqualTo(new ErrorInfo { Domain = "gatekeeper", Reason = "INVALID_REQUEST", Metadata = { ["decision_id"] = "id-1" } }));
        Assert.That(status.Details[1].Unpack<BadRequest>().FieldViolations.Select(violation => violation.Field), Is.EqualTo(violations.Take(40).Select(violation => violation.Field)));
    }

    [Test]
    public void ReasonOf_Status_IsOursOrNone()
    {
        Assert.That(ErrorStatus.ReasonOf(ErrorStatus.Create(StatusCode.NotFound, ErrorReason.NotFound, "No.")), Is.EqualTo(ErrorReason.NotFound));

        var other = new Google.Rpc.Status { Details = { Any.Pack(new ErrorInfo { Domain = "other", Reason = "NOT_FOUND" }) } };
        Assert.That(ErrorStatus.ReasonOf(other), Is.EqualTo(ErrorReason.Unspecified));
    }
}
