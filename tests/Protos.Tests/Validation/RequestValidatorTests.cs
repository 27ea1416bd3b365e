using Deploy.V1;
using Gateway.Contract.Validation;
using Google.Protobuf;
using NUnit.Framework;

namespace Protos.Tests.Validation;

public sealed class RequestValidatorTests
{
    private static CreateDeploymentRequest Create() => new() { Application = "shop", Environment = "test", Version = "1.0.0" };

    [Test]
    public void Validate_ValidCreate_FindsNothing()
    {
        var request = Create();
        request.Digest = "sha256:" + new string('0', 64);
        request.RequestId = "01234567-89ab-7def-8123-456789abcdef";
        request.Annotations["ci.example/run"] = "42";
        request.Reason = "A fix.";

        Assert.That(RequestValidator.Validate(request), Is.Empty);
    }

    [Test]
    public void Validate_EverythingWrong_NamesEachFieldAtOnce()
    {
        var request = new CreateDeploymentRequest
        {
            Application = "Shop",
            Environment = "-",
            Digest = "x",
            RequestId = "x",
            Reason = new string('x', 1025),
            Annotations = { ["-"] = "x", ["ok"] = "\u001b" },
            Exception = "Break Glass",
        };

        Assert.That(
            RequestValidator.Validate(request).Select(violation => violation.Field),
            Is.EquivalentTo(new[] { "application", "environment", "version", "digest", "request_id", "annotations", "annotations[ok]", "reason", "exception" }));
    }

    [TestCase("", true)]
    [TestCase("break-glass", true)]
    [TestCase("Break-glass", false)]
    [TestCase("-", false)]
    [TestCase("a/b", false)]
    public void Validate_Exception_IsAName(string exception, bool isValid)
    {
        var create = Create();
        create.Exception = exception;
        IMessage[] requests =
        [
            create,
            new RollBackDeploymentRequest { Application = "shop", Environment = "test", Exception = exception },
            new ApproveDeploymentRequest { Application = "shop", Environment = "test", DeploymentId = "d", Exception = exception },
        ];
        Assert.That(
            requests.Select(request => string.Join(' ', RequestValidator.Validate(request).Select(violation => violation.Field))),
            Has.All.EqualTo(isValid ? "" : "exception"));
    }

    [Test]
    public void Validate_Violations_NeverRepeatTheValue()
    {
        var request = Create();
        request.Version = "canary value";

        Assert.That(RequestValidator.Validate(request).Single().Description, Does.Not.Contain("canary"));
    }

    [Test]
    public void Validate_TooManyAnnotations_IsOneViolation()
    {
        var request = Create();
        for (var i = 0; i < 33; i++)
        {
            request.Annotations[$"k{i}"] = "";
        }

        Assert.That(RequestValidator.Validate(request).Single().Field, Is.EqualTo("annotations"));
    }

    [Test]
    public void Validate_WildcardInList_IsAllowedOnlyThere()
    {
        Assert.That(RequestValidator.Validate(new ListDeploymentsRequest { Application = "-", Environment = "-" }), Is.Empty);
        Assert.That(
            RequestValidator.Validate(new GetDeploymentRequest { Application = "-", Environment = "-", DeploymentId = "d" }), Has.Count.EqualTo(2));
    }

    [TestCase(-1)]
    [TestCase(1001)]
    public void Validate_PageSizeOutOfBounds_IsAViolation(int pageSize) =>
        Assert.That(
            RequestValidator.Validate(new ListDeploymentsRequest { Application = "-", Environment = "-", PageSize = pageSize }).Single().Field,
            Is.EqualTo("page_size"));

    [Test]
    public void Validate_RollBackWithoutDeploymentId_FindsNothing() =>
        Assert.That(RequestValidator.Validate(new RollBackDeploymentRequest { Application = "shop", Environment = "test" }), Is.Empty);

    [Test]
    public void Validate_MessageWithoutRules_Throws() =>
        Assert.That(() => RequestValidator.Validate(new Deployment()), Throws.ArgumentException);

    [Test]
    public void Validate_EveryRequestOfTheService_HasRules()
    {
        foreach (var method in DeployService.Descriptor.Methods.Concat(AuditService.Descriptor.Methods))
        {
            var empty = method.InputType.Parser.ParseFrom([]);
            Assert.That(RequestValidator.Validate(empty), Is.Not.Empty, method.Name);
        }
    }

    [Test]
    public void Validate_EveryRequestOfTheOtherServices_HasRules()
    {
        foreach (var method in PolicyService.Descriptor.Methods)
        {
            Assert.That(() => RequestValidator.Validate(method.InputType.Parser.ParseFrom([])), Throws.Nothing, method.Name);
        }

        Assert.That(RequestValidator.Validate(new GetWorkerStatusRequest()), Is.Empty);
    }

    [TestCase("gatekeeper/decision.rego", 0L)]
    [TestCase("gatekeeper/decision.rego", 4_000_000_000L)]
    [TestCase("", 0L)]
    public void Validate_ValidRevision_FindsNothing(string path, long offset) => Assert.That(Fields(Digest, path, offset), Is.Empty);

    [TestCase("", "", 0L, "revision")]
    [TestCase("sha256:AB", "", 0L, "revision")]
    [TestCase(Digest, "../roles/data.yaml", 0L, "path")]
    [TestCase(Digest, "a//b", 0L, "path")]
    [TestCase(Digest, "a.rego", -1L, "offset")]
    [TestCase(Digest, "", 1L, "offset")]
    [TestCase(Digest, "", -1L, "offset")]
    public void Validate_RevisionWithAMistake_NamesTheField(string revision, string path, long offset, string field) =>
        Assert.That(Fields(revision, path, offset), Is.EqualTo(new[] { field }));

    [TestCase("shop", "test", "0197b5c0-0000-7000-8000-000000000000", "fine", "")]
    [TestCase("-", "test", "0197b5c0-0000-7000-8000-000000000000", "", "application")]
    [TestCase("shop", "-", "0197b5c0-0000-7000-8000-000000000000", "", "environment")]
    [TestCase("shop", "test", "0197B5C0-0000-7000-8000-000000000000", "", "decision_id")]
    [TestCase("shop", "test", "", "", "decision_id")]
    [TestCase("shop", "test", "0197b5c0-0000-7000-8000-000000000000", "\u001b[2J", "comment")]
    public void Validate_Review_NamesTheFieldThatIsWrong(string application, string environment, string decision, string comment, string field)
    {
        var request = new ReviewDecisionRequest { Application = application, Environment = environment, DecisionId = decision, Comment = comment };
        Assert.That(RequestValidator.Validate(request).Select(violation => violation.Field), Is.EqualTo(field.Length > 0 ? [field] : Array.Empty<string>()));
    }

    [Test]
    public void Validate_ListOfReviewsWithMistakes_NamesTheFields()
    {
        var request = new ListReviewsRequest { Application = "-", Environment = "-", PageSize = 1001, PageToken = "%", State = (Review.Types.State)7, DecisionId = "x" };
        Assert.That(RequestValidator.Validate(request).Select(violation => violation.Field), Is.EquivalentTo(new[] { "page_size", "page_token", "state", "decision_id" }));
        Assert.That(RequestValidator.Validate(new ListReviewsRequest { Application = "-", Environment = "-" }), Is.Empty);
    }

    private const string Digest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static IEnumerable<string> Fields(string revision, string path, long offset) =>
        RequestValidator.Validate(new GetRevisionRequest { Revision = revision, Path = path, Offset = offset }).Select(violation => violation.Field);
}
