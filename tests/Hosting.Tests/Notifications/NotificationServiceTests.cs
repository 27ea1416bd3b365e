using System.Text.Json.Nodes;
using Gateway.Hosting.Notifications;
using Hosting.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Hosting.Tests.Notifications;

[TestFixture]
internal sealed class NotificationServiceTests
{
    private NotificationRun _run = null!;
    private WebhookReceiver _receiver = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _run = new NotificationRun();
        _receiver = await WebhookReceiver.StartAsync();
        _run.Webhook(_receiver.Url);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _run.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task Event_ThatHappens_IsPostedSignedAndOnce()
    {
        await _run.StartAsync();
        var id = _run.Source.Add();
        var received = (await _receiver.WaitForAsync(1))[0];

        Assert.Multiple(() =>
        {
            Assert.That(received.Line, Is.EqualTo("POST /hook?key=k"));
            Assert.That(received.Headers["content-type"], Is.EqualTo("application/cloudevents+json; charset=utf-8"));
            Assert.That((received.Id, received.Headers["webhook-id"]), Is.EqualTo((id, id)));
            Assert.That((string)received.Json["source"]!, Is.EqualTo("//test.example/audit"));
            Assert.That(received.Timestamp, Is.EqualTo(DateTimeOffset.UtcNow.ToUnixTimeSeconds()).Within(30));
            Assert.That(received.Signatures, Has.Length.EqualTo(1));
            Assert.That(received.IsSignedWith(NotificationRun.Secret));
            Assert.That(received.IsSignedWith([.. NotificationRun.Secret.Skip(1)]), Is.False, "a check that cannot fail would be none");
        });
        await AssertCursorAsync(1);
        Assert.That(_receiver.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Webhook_ThatIsNew_IsToldWhatHappensFromNowOn()
    {
        _run.Source.Add();
        _run.Source.Add();
        await _run.StartAsync();
        var id = _run.Source.Add();

        Assert.That((await _receiver.WaitForAsync(1)).Select(received => received.Id), Is.EqualTo(new[] { id }));
        Assert.That(await _run.LoggedAsync(7304), Is.EqualTo($"The webhook chat at 127.0.0.1:{_receiver.Port} is new: it is told what happens from now on, after position 2."));
    }

    [Test]
    public async Task Restart_WithEventsMeanwhile_TellsEachInOrder()
    {
        await _run.StartAsync();
        List<string> ids = [_run.Source.Add(), _run.Source.Add()];
        await _receiver.WaitForAsync(2);

        // Until then, the second may be told again.
        await AssertCursorAsync(2);
        await _run.StopAsync();
        ids.AddRange(Enumerable.Range(0, 10).Select(_ => _run.Source.Add()));
        await _run.StartAsync();

        Assert.That((await _receiver.WaitForAsync(12)).Select(received => received.Id), Is.EqualTo(ids));
    }

    // As a crash between the answer and the cursor leaves it.
    [Test]
    public async Task Restart_WithTheCursorOfBefore_TellsAgainAndLeavesNothingOut()
    {
        await _run.StartAsync();
        var before = await File.ReadAllTextAsync(_run.CursorFile());
        var first = _run.Source.Add();
        await _receiver.WaitForAsync(1);
        await _run.StopAsync();
        await File.WriteAllTextAsync(_run.CursorFile(), before);
        var second = _run.Source.Add();
        await _run.StartAsync();

        Assert.That((await _receiver.WaitForAsync(3)).Select(received => received.Id), Is.EqualTo(new[] { first, first, second }));
    }

    [TestCase(500)]
    [TestCase(404)]
    [TestCase(410)]
    [TestCase(302)]
    [TestCase(304)]
    public async Task Answer_ThatIsNoSuccess_IsTriedAgainInOrderAndTold(int status)
    {
        _receiver.Answer = (http, _) =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = _receiver.Url.ToString();
            return Task.CompletedTask;
        };
        await _run.StartAsync();
        string[] ids = [_run.Source.Add(), _run.Source.Add()];
        Assert.That(await _run.LoggedAsync(7301), Does.Contain($"chat at 127.0.0.1:{_receiver.Port} cannot be told: it answered {status}").And.Contain(ids[0]).And.Not.Contain("key=k"));
        await _run.EventuallyAsync(() => _receiver.Received.Count > 4, "it was not tried again");
        _receiver.Answer = WebhookReceiver.Yes;

        Assert.That((await _receiver.WaitForAsync(2)).Select(received => received.Id), Is.EqualTo(ids));
        Assert.That(await _run.LoggedAsync(7302), Does.Match("The webhook chat can be told again, after [0-9]+ failed tries since "));
        Assert.That(_run.Log.Lines.Count(line => line.Event == 7301), Is.EqualTo(1), "once a minute at most");
        Assert.That(_receiver.Received.Select(received => received.Line), Is.All.StartsWith("POST "), "no redirect was followed");
    }

    [Test]
    public async Task Receiver_ThatIsDown_IsToldWhenItIsBack()
    {
        await _run.StartAsync();
        var port = _receiver.Port;
        await _receiver.DisposeAsync();
        var id = _run.Source.Add();
        Assert.That(await _run.LoggedAsync(7301), Does.Contain("Connection refused"));
        _receiver = await WebhookReceiver.StartAsync(port);

        Assert.That((await _receiver.WaitForAsync(1))[0].Id, Is.EqualTo(id));
    }

    [Test]
    public async Task OneWebhook_ThatHangs_KeepsNoOtherWaiting()
    {
        await using var other = await WebhookReceiver.StartAsync();
        _run.Webhook(other.Url, "other");
        _receiver.Answer = (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await _run.StartAsync();
        string[] ids = [_run.Source.Add(), _run.Source.Add(), _run.Source.Add()];

        Assert.That((await other.WaitForAsync(3)).Select(received => received.Id), Is.EqualTo(ids));
        await _run.StopAsync();
        Assert.That(Position(), Is.Zero, "a stop waits for nobody, and it is told after it");
    }

    [Test]
    public async Task Types_OfAWebhook_AreWhatItIsTold()
    {
        _run.Webhook(_receiver.Url).Types = [NotificationTypes.PendingApproval, "gatekeeper.hold.*"];
        await _run.StartAsync();
        _run.Source.Add(NotificationTypes.DeploymentEnd("succeeded"));
        _run.Source.Add(NotificationTypes.HoldReleased);
        _run.Source.Add(NotificationTypes.ExceptionUsed);
        _run.Source.Add(NotificationTypes.PendingApproval);
        _run.Source.Add(NotificationTypes.DeploymentEnd("failed"));

        Assert.That((await _receiver.WaitForAsync(2)).Select(received => received.Type), Is.EqualTo(new[] { NotificationTypes.HoldReleased, NotificationTypes.PendingApproval }));
        await AssertCursorAsync(5);
    }

    [Test]
    public async Task SameId_AgainInTheSource_IsToldOnce()
    {
        await _run.StartAsync();
        _run.Source.Add(id: "a");
        _run.Source.Add(id: "b");
        _run.Source.Add(id: "a");
        _run.Source.Add(id: "c");

        Assert.That((await _receiver.WaitForAsync(3)).Select(received => received.Id), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public async Task Secret_InRotation_BothSign()
    {
        var next = new byte[32];
        await File.WriteAllBytesAsync(_run.SecretFile + "2", next);
        _run.Webhook(_receiver.Url).PreviousSecretFile = _run.SecretFile + "2";
        await _run.StartAsync();
        _run.Source.Add();
        var received = (await _receiver.WaitForAsync(1))[0];

        Assert.That(received.Signatures, Has.Length.EqualTo(2).And.Unique);
        Assert.That((received.IsSignedWith(NotificationRun.Secret), received.IsSignedWith(next)), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Deliver_TriedAgain_HasATimestampOfItsOwn()
    {
        _run.Times = _run.Times with { FirstRetry = TimeSpan.FromSeconds(2.2), LastRetry = TimeSpan.FromSeconds(2.2) };
        _receiver.Answer = WebhookReceiver.Status(503);
        await _run.StartAsync();
        _run.Source.Add();
        var tries = await _run.EventuallyAsync(() => _receiver.Received.Count > 1 ? _receiver.Received.ToArray() : null, "it was not tried again");

        Assert.That(tries[1].Timestamp, Is.GreaterThan(tries[0].Timestamp));
        Assert.That((tries[1].IsSignedWith(NotificationRun.Secret), tries[1].Id, tries[1].Body), Is.EqualTo((true, tries[0].Id, tries[0].Body)));
    }

    [Test]
    public async Task Event_ThatIsNeverTaken_IsGivenUpAndCountedAndTheNextIsTold()
    {
        _receiver.Answer = (http, received) => (received.Json["data"]!["number"]!.GetValue<long>() == 1 ? WebhookReceiver.Status(400) : WebhookReceiver.Yes)(http, received);
        await _run.StartAsync();
        var poisoned = _run.Source.Add(time: DateTimeOffset.UtcNow.AddDays(-4));
        var next = _run.Source.Add(time: DateTimeOffset.UtcNow.AddDays(-4));

        Assert.That((await _receiver.WaitForAsync(1))[0].Id, Is.EqualTo(next), "old, but taken");
        Assert.That(await _run.LoggedAsync(7303), Does.Contain(poisoned).And.EndWith("it answered 400. Given up so far: 1."));
        await AssertCursorAsync(2);
        Assert.That((long)Cursor()["given_up"]!, Is.EqualTo(1));
        await _run.RestartAsync();
        _run.Source.Add();
        await _receiver.WaitForAsync(2);
        Assert.That((long)Cursor()["given_up"]!, Is.EqualTo(1), "counted over restarts");
    }

    [Test]
    public async Task Cursor_AheadOfWhatIsThere_GoesOnFromThereAndIsTold()
    {
        await _run.StartAsync();
        await _run.StopAsync();
        await File.WriteAllTextAsync(_run.CursorFile(), """{"position":99,"given_up":2}""");
        _run.Source.Add();
        await _run.StartAsync();
        Assert.That(await _run.LoggedAsync(7306), Does.Contain("was told up to position 99, but the last that is there is 1"));
        var id = _run.Source.Add();

        Assert.That((await _receiver.WaitForAsync(1))[0].Id, Is.EqualTo(id));
    }

    [Test]
    public async Task Cursor_BehindWhatIsKept_GoesOnFromThereAndIsTold()
    {
        await _run.StartAsync();
        await _run.StopAsync();
        string[] ids = [.. Enumerable.Range(0, 5).Select(_ => _run.Source.Add())];
        _run.Source.ForgetBefore(4);
        await _run.StartAsync();

        Assert.That((await _receiver.WaitForAsync(2)).Select(received => received.Id), Is.EqualTo(ids[3..]));
        Assert.That(await _run.LoggedAsync(7307), Is.EqualTo("What happened at 3 positions after 0 is not kept any more, and the webhook chat was not told of it."));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{\"position\":1}")]
    [TestCase("{\"position\":\"1\",\"given_up\":0}")]
    [TestCase("{\"position\":-1,\"given_up\":0}")]
    [TestCase("{\"position\":1.5,\"given_up\":0}")]
    public async Task Cursor_Damaged_GoesOnFromNowAndIsTold(string content)
    {
        await _run.StartAsync();
        await _run.StopAsync();
        await File.WriteAllTextAsync(_run.CursorFile(), content);
        _run.Source.Add();
        await _run.StartAsync();
        await _run.LoggedAsync(7305);
        await _run.EventuallyAsync(() => Position() == 1, "the cursor was not mended");
        var id = _run.Source.Add();

        Assert.That((await _receiver.WaitForAsync(1))[0].Id, Is.EqualTo(id));
    }

    [Test]
    public async Task Source_ThatCannotBeRead_IsReadAgainLater()
    {
        await _run.StartAsync();
        _run.Source.Failure = new IOException("The disk is on fire.");
        var id = _run.Source.Add();
        Assert.That(await _run.LoggedAsync(7308), Does.Contain("chat"));
        await Task.Delay(200);
        _run.Source.Failure = null;

        Assert.That((await _receiver.WaitForAsync(1))[0].Id, Is.EqualTo(id));
        Assert.That(_run.Log.Lines.Count(line => line.Event == 7308), Is.EqualTo(1));
    }

    [Test]
    public async Task Cursor_ThatCannotBeSaved_StopsNothing()
    {
        await _run.StartAsync();
        Directory.Delete(Path.GetDirectoryName(_run.CursorFile())!, recursive: true);
        string[] ids = [_run.Source.Add(), _run.Source.Add()];

        Assert.That((await _receiver.WaitForAsync(2)).Select(received => received.Id), Is.EqualTo(ids));
        Assert.That(await _run.LoggedAsync(7309), Does.Contain("cannot be saved"));
        Directory.CreateDirectory(Path.GetDirectoryName(_run.CursorFile())!);
        _run.Source.Add();
        await AssertCursorAsync(3);
    }

    [Test]
    public async Task Release_AfterEveryWebhook_IsOfWhatAllWereTold()
    {
        await using var other = await WebhookReceiver.StartAsync();
        _run.Webhook(other.Url, "other");
        other.Answer = WebhookReceiver.Status(500);
        await _run.StartAsync();
        _run.Source.Add();
        _run.Source.Add();
        await _receiver.WaitForAsync(2);
        await Task.Delay(200);
        Assert.That(_run.Source.Released, Is.Zero);
        other.Answer = WebhookReceiver.Yes;
        await other.WaitForAsync(2);

        await _run.EventuallyAsync(() => _run.Source.Released == 2, "nothing was released");
    }

    [Test]
    public async Task Lines_OfAllThatGoesWell_HaveNoErrors()
    {
        await _run.StartAsync();
        _run.Source.Add();
        await _receiver.WaitForAsync(1);
        await _run.StopAsync();
        Assert.That(_run.Log.Lines.Select(line => line.Level), Is.All.EqualTo(LogLevel.Information));
    }

    private JsonNode Cursor() => JsonNode.Parse(File.ReadAllText(_run.CursorFile()))!;

    private long Position() => File.Exists(_run.CursorFile()) && File.ReadAllText(_run.CursorFile()) is { Length: > 20 } ? (long)Cursor()["position"]! : -1;

    private Task AssertCursorAsync(long position) => _run.EventuallyAsync(() => Position() == position, $"the cursor never came to {position}");
}
