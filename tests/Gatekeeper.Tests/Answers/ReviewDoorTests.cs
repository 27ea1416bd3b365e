using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Deploy.V1;
using Gatekeeper.Reviews;
using Gatekeeper.Seam;
using Gatekeeper.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Rego.Values;

namespace Gatekeeper.Tests.Answers;

/// <summary>AuditService through both doors: uses of exceptions, made by calls through the door, are listed and reviewed.</summary>
public sealed class ReviewDoorTests() : GateTests(HttpVersion.Version11)
{
    private const string GrpcPrefix = "/deploy.v1.AuditService/";

    private ExceptionUses Uses => Gate.Services.GetRequiredService<ExceptionUses>();

    [SetUp]
    public async Task UseExceptionsAsync()
    {
        Gate.Policy.Answer = Answer;
        for (var i = 0; i < 500 && !Uses.IsRead; i++)
        {
            await Task.Delay(10);
        }
    }

    [Test]
    public async Task Review_OverRest_IsRecordedDurablyAndAnswersWithTheReview()
    {
        var id = await UseAsync();
        Gate.Log.Records.Clear();
        using var response = await Client.PostAsJsonAsync(PathOf(id), new { comment = "looked at it" });
        using var review = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var (record, durable) = Gate.Log.Records.Single();
        var decision = (RegoObject)((RegoObject)((RegoObject)record.Decision!.Input)["request"])["decision"];
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(review.RootElement.GetProperty("state").GetString(), Is.EqualTo("DONE"));
            Assert.That(review.RootElement.GetProperty("reviewed_by").GetString(), Is.EqualTo("person:kim"));
            Assert.That(review.RootElement.GetProperty("comment").GetString(), Is.EqualTo("looked at it"));
            Assert.That(review.RootElement.GetProperty("review_decision_id").GetString(), Is.EqualTo(response.Headers.GetValues("decision-id").Single()));
            Assert.That(durable, Is.True);
            Assert.That(decision["persons"].ToJson(), Is.EqualTo("""["person:lee"]"""));
            Assert.That(decision["exceptions"].ToJson(), Is.EqualTo("""["break-glass"]"""));
            Assert.That(decision["client"], Is.EqualTo(RegoString.From("person:lee")));
            Assert.That((decision["action"], decision["application"], decision["environment"]), Is.EqualTo(((RegoValue)RegoString.From("deploy"), (RegoValue)RegoString.From("shop"), (RegoValue)RegoString.From("test"))));
            Assert.That(InputSchema.ErrorsOf(WithoutCaller(record.Decision.Input), "gatekeeper.json").Where(error => !error.Contains("caller", StringComparison.Ordinal)), Is.Empty);
            Assert.That(((RegoObject)((RegoObject)record.Decision.Input)["context"])["phase"], Is.EqualTo(RegoString.From("request")));
            Assert.That(Gate.Deployer.Calls.Count, Is.EqualTo(1), "the deployment alone was forwarded");
        });
    }

    [Test]
    public async Task Review_ASecondTime_AnswersWithTheFirstReview()
    {
        var id = await UseAsync();
        var first = await ReviewAsync(id, "one");
        var second = await ReviewAsync(id, "two");
        Assert.That((second.Code, Review.Parser.ParseFrom(second.Message)), Is.EqualTo((StatusCode.OK, Review.Parser.ParseFrom(first.Message))));
    }

    [Test]
    public async Task Review_OfWhatIsNoUseThere_IsNotFoundForWhoeverIsAllowed()
    {
        var id = await UseAsync();
        var elsewhere = await SendAsync("ReviewDecision", new ReviewDecisionRequest { Application = "shop", Environment = "stage", DecisionId = id });
        var nowhere = await ReviewAsync(Guid.CreateVersion7().ToString());
        Assert.Multiple(() =>
        {
            Assert.That((elsewhere.Code, elsewhere.Reason), Is.EqualTo((StatusCode.NotFound, "NOT_FOUND")));
            Assert.That((nowhere.Code, nowhere.Details.Message), Is.EqualTo((StatusCode.NotFound, elsewhere.Details.Message)));
            Assert.That(nowhere.Details.Message, Does.Contain("A gatekeeper knows those that it has decided itself."));
            Assert.That(Uses.Find(id, "shop", "test")!.Review, Is.Null);
        });
    }

    [Test]
    public async Task Review_Denied_SaysTheSameWhetherThereIsAUseOrNot()
    {
        var id = await UseAsync();
        Gate.Policy.Answer = _ => RegoJson.Parse("""{"allow":false,"client":"person:joe","reasons":["not yours"]}""");
        var there = await ReviewAsync(id);
        var nowhere = await ReviewAsync(Guid.CreateVersion7().ToString());
        Assert.That((there.Code, there.Reason, there.Details.Message), Is.EqualTo((StatusCode.PermissionDenied, "POLICY_DENIED", nowhere.Details.Message)));
        Assert.That(Uses.Find(id, "shop", "test")!.Review, Is.Null);
    }

    [Test]
    public async Task Review_NotRecorded_IsNone()
    {
        var id = await UseAsync();
        Gate.Log.IsWritable = false;
        var reply = await ReviewAsync(id);
        Gate.Log.IsWritable = true;
        Assert.That((reply.Code, reply.Reason), Is.EqualTo((StatusCode.Unavailable, "AUDIT_UNAVAILABLE")));
        Assert.That(Uses.Find(id, "shop", "test")!.Review, Is.Null);
    }

    [Test]
    public async Task List_OfAllAndOfOneState_ShowsWhatIsAsked()
    {
        string[] ids = [await UseAsync(), await UseAsync(), await UseAsync()];
        await ReviewAsync(ids[1]);
        var due = await ListAsync(new ListReviewsRequest { State = Review.Types.State.Due, PageSize = 1000 });
        var done = await ListAsync(new ListReviewsRequest { State = Review.Types.State.Done, PageSize = 1000 });
        var one = await ListAsync(new ListReviewsRequest { DecisionId = ids[2] });
        Assert.Multiple(() =>
        {
            Assert.That(due.Reviews.Select(review => review.DecisionId).Intersect(ids), Is.EqualTo(new[] { ids[0], ids[2] }));
            Assert.That(done.Reviews.Select(review => review.DecisionId).Intersect(ids), Is.EqualTo(new[] { ids[1] }));
            Assert.That((one.Reviews.Single().Reason, one.Reviews.Single().ReviewBy.Single(), one.Incomplete), Is.EqualTo(("INC-1", "team:security", false)));
        });
    }

    [Test]
    public async Task List_PageByPage_ShowsEachOnce()
    {
        for (var i = 0; i < 5; i++)
        {
            await UseAsync();
        }

        var all = await ListAsync(new ListReviewsRequest { PageSize = 1000 });
        List<Review> seen = [];
        var request = new ListReviewsRequest { PageSize = 2 };
        do
        {
            var page = await ListAsync(request);
            seen.AddRange(page.Reviews);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.That(seen, Is.EqualTo(all.Reviews));
        Assert.That(seen.Select(review => review.CreateTime.ToDateTimeOffset()), Is.Ordered);
    }

    [Test]
    public async Task List_OverRest_ShowsAUse()
    {
        var id = await UseAsync();
        using var response = await Client.GetAsync($"/v1/applications/-/environments/test/reviews?state=DUE&decision_id={id}");
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.That(document.RootElement.GetProperty("reviews")[0].GetProperty("exceptions")[0].GetString(), Is.EqualTo("break-glass"));
    }

    [TestCase("/v1/applications/shop/environments/test/reviews?page_token=AAAA", "INVALID_REQUEST")]
    [TestCase("/v1/applications/shop/environments/test/reviews?page_token=_____________w", "INVALID_REQUEST")]
    [TestCase("/v1/applications/shop/environments/test/reviews?page_size=1001", "INVALID_REQUEST")]
    [TestCase("/v1/applications/shop/environments/test/reviews?state=done", "INVALID_REQUEST")]
    [TestCase("/v1/applications/shop/environments/test/reviews?decision_id=x", "INVALID_REQUEST")]
    [TestCase("/v1/applications/SHOP/environments/test/reviews", "INVALID_REQUEST")]
    public async Task List_WithAMistake_IsRefused(string path, string reason)
    {
        using var response = await Client.GetAsync(path);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain($"\"{reason}\""));
    }

    [Test]
    public void Call_BeforeTheLogIsRead_IsUnavailable()
    {
        var uses = new ExceptionUses(Microsoft.Extensions.Logging.Abstractions.NullLogger<ExceptionUses>.Instance);
        var reviews = new ReviewedDecisions(uses);
        var call = Sample.Call(new ReviewDecisionRequest { Application = "shop", Environment = "test", DecisionId = Guid.CreateVersion7().ToString() });
        Assert.That(
            () => reviews.KnownOf(call), Throws.TypeOf<CallException>().With.Property(nameof(CallException.Error)).Property("Reason").EqualTo(ErrorReason.AuditUnavailable));
        Assert.That(reviews.KnownOf(Sample.Create()), Is.Null);
        uses.EndReading();
        Assert.That(reviews.KnownOf(call), Is.Null);
    }

    private static RegoValue Answer(RegoValue input) => ((RegoObject)input)["action"].Equals(RegoString.From("deploy"))
        ? RegoJson.Parse("""{"allow":true,"client":"person:lee","reasons":[],"persons":["person:lee"],"exceptions":["break-glass"],"review_by":["team:security"]}""")
        : RegoJson.Parse("""{"allow":true,"client":"person:kim","reasons":[],"persons":["person:kim"],"exceptions":[]}""");

    private static RegoObject WithoutCaller(RegoValue input) =>
        RegoObject.From([.. ((RegoObject)input).Where(member => !member.Key.Equals(RegoString.From("caller")))]);

    private async Task<string> UseAsync()
    {
        using var response = await Client.PostAsJsonAsync("/v1/applications/shop/environments/test/deployments", new { version = "1.0.0", exception = "break-glass", reason = "INC-1" });
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        return response.Headers.GetValues("decision-id").Single();
    }

    private Task<GrpcExchange.Reply> ReviewAsync(string id, string comment = "") =>
        SendAsync("ReviewDecision", new ReviewDecisionRequest { Application = "shop", Environment = "test", DecisionId = id, Comment = comment });

    private async Task<ListReviewsResponse> ListAsync(ListReviewsRequest request)
    {
        request.Application = "shop";
        request.Environment = "-";
        return ListReviewsResponse.Parser.ParseFrom((await SendAsync("ListReviews", request)).Message);
    }

    private async Task<GrpcExchange.Reply> SendAsync(string method, IMessage message)
    {
        using var client = Gate.Client(version: HttpVersion.Version20);
        return await GrpcExchange.SendAsync(client, GrpcExchange.Request(GrpcPrefix + method, GrpcExchange.Frame(message.ToByteArray())));
    }

    private static string PathOf(string id) => $"/v1/applications/shop/environments/test/decisions/{id}:review";
}
