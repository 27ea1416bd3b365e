using EndToEnd.Tests.Support;

namespace EndToEnd.Tests;

/// <summary>
/// Kills either program at each message with which a deployment is decided again before it is executed, and starts it again. Whatever was
/// under way, the deployment ends, its target is switched once, and what was executed rests on one recorded decision.
/// </summary>
[Parallelizable]
public class ExecutionKillTests
{
    // Beyond what a kill makes a deployment wait for: a gatekeeper has five seconds to answer.
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(60);

    private InterruptedGate _gate = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _gate = await InterruptedGate.StartAsync();

    [OneTimeTearDown]
    public void Stop() => _gate?.Dispose();

    [TearDown]
    public void Release() => _gate.Proxy.ReleaseAll();

    [Test]
    public async Task Deployer_KilledWhenItHasAsked_AsksAgain()
    {
        var question = _gate.Proxy.HoldNext(ExchangeMessage.Question);
        var (id, switches) = await AskAsync();
        await question.ReachedAsync();
        _gate.Deployer.Kill();
        // The question outlives who asked it: it is answered, and that is an answer to nothing.
        question.Release();
        await _gate.Deployer.StartAsync();
        await AssertEndsAsync(id, switches, executions: 1);
    }

    [Test]
    public async Task Deployer_KilledBeforeTheAnswerArrives_AsksAgain()
    {
        var answer = _gate.Proxy.HoldNext(ExchangeMessage.Answer);
        var (id, switches) = await AskAsync();
        await answer.ReachedAsync();
        var decided = _gate.DecisionsOf(id);
        _gate.Deployer.Kill();
        answer.Release();
        await _gate.Deployer.StartAsync();
        Assert.That(decided, Is.Not.Empty.And.Not.Contain(await AssertEndsAsync(id, switches, executions: 1)));
    }

    [Test]
    public async Task Deployer_KilledBetweenTheAnswerAndTheFactThatThePushBegins_AsksAgain()
    {
        var answer = _gate.Proxy.HoldNext(ExchangeMessage.Answer);
        var response = _gate.Proxy.HoldNext(ExchangeMessage.Response);
        var (id, switches) = await AskAsync();
        await answer.ReachedAsync();
        var decided = _gate.DecisionsOf(id);
        using (_gate.LockJournal())
        {
            // Nothing tells that the answer has arrived, only that nothing comes of it.
            answer.Release();
            await Task.WhenAny(response.ReachedAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
            _gate.Deployer.Kill();
        }

        Assert.That(_gate.FactsOf(id, "push_started"), Is.Zero);
        response.Release();
        await _gate.Deployer.StartAsync();
        Assert.That(decided, Is.Not.Empty.And.Not.Contain(await AssertEndsAsync(id, switches, executions: 1)));
    }

    [Test]
    public async Task Deployer_KilledBetweenTheFactThatThePushBeginsAndItsRecord_RecordsItBeforeItPushes()
    {
        var (id, switches) = await BeginPushWithoutRecordAsync(id =>
        {
            _gate.Deployer.Kill();
            Assert.That(_gate.FactsOf(id, "push_started"), Is.EqualTo(1));
            return Task.CompletedTask;
        });
        var decided = _gate.DecisionsOf(id);
        Assert.That((_gate.ExecutionsOf(id).Length, _gate.Switches), Is.EqualTo((0, switches)));
        await _gate.Deployer.StartAsync();
        await AssertEndsAsync(id, switches, executions: 1);
        Assert.That(_gate.DecisionsOf(id), Is.EqualTo(decided), "after the push has begun nobody is asked again");
    }

    [Test]
    public async Task Deployer_KilledBetweenTheRecordAndThePush_PushesOnce()
    {
        IDisposable? journal = null;
        var (id, switches) = await BeginPushWithoutRecordAsync(async id =>
        {
            await WaitUntilAsync(() => _gate.Deployer.HasSaid($"Deployment {id} was interrupted and will be taken up again"));
            journal = _gate.LockJournal();
        });
        using (journal)
        {
            // The log can be written again, and the journal cannot: the record is made, and the attempt does not begin.
            await WaitUntilAsync(() => _gate.ExecutionsOf(id).Length > 0);
            _gate.Deployer.Kill();
        }

        var decided = _gate.DecisionsOf(id);
        Assert.That(_gate.Switches, Is.EqualTo(switches));
        await _gate.Deployer.StartAsync();
        await AssertEndsAsync(id, switches, executions: 2);
        Assert.That(_gate.DecisionsOf(id), Is.EqualTo(decided), "after the push has begun nobody is asked again");
    }

    [Test]
    public async Task Gatekeeper_KilledBeforeItRecords_IsAskedAgain()
    {
        var question = _gate.Proxy.HoldNext(ExchangeMessage.Question);
        var (id, switches) = await AskAsync();
        await question.ReachedAsync();
        await _gate.Gatekeeper.FreezeAsync();
        question.Release();
        _gate.Gatekeeper.Kill();
        Assert.That(_gate.DecisionsOf(id), Is.Empty);
        await _gate.Gatekeeper.StartAsync();
        await AssertEndsAsync(id, switches, executions: 1);
    }

    [Test]
    public async Task Gatekeeper_KilledBetweenTheRecordAndTheAnswer_IsAskedAgain()
    {
        var answer = _gate.Proxy.HoldNext(ExchangeMessage.Answer);
        var (id, switches) = await AskAsync();
        await answer.ReachedAsync();
        _gate.Gatekeeper.Kill();
        var decided = _gate.DecisionsOf(id);
        // The kernel has it already, and would deliver it for a sender that is dead.
        answer.Drop();
        await _gate.Gatekeeper.StartAsync();
        Assert.That(decided, Is.Not.Empty.And.Not.Contain(await AssertEndsAsync(id, switches, executions: 1)));
    }

    [Test]
    public async Task Gatekeeper_KilledBetweenTheAnswerAndTheResponse_IsNotAskedAgain()
    {
        var response = _gate.Proxy.HoldNext(ExchangeMessage.Response);
        var (id, switches) = await AskAsync();
        await response.ReachedAsync();
        _gate.Gatekeeper.Kill();
        var decided = _gate.DecisionsOf(id);
        Assert.That(_gate.FactsOf(id, "push_started"), Is.EqualTo(1));
        response.Release();
        await _gate.Gatekeeper.StartAsync();
        await AssertEndsAsync(id, switches, executions: 1);
        Assert.That(_gate.DecisionsOf(id), Is.EqualTo(decided), "after the push has begun nobody is asked again");
    }

    // The push has begun, says the journal, and while it cannot be put in the log nothing is pushed.
    private async Task<(string Id, int Switches)> BeginPushWithoutRecordAsync(Func<string, Task> then)
    {
        var answer = _gate.Proxy.HoldNext(ExchangeMessage.Answer);
        var response = _gate.Proxy.HoldNext(ExchangeMessage.Response);
        var (id, switches) = await AskAsync();
        await answer.ReachedAsync();
        using (_gate.TakeLogAway())
        {
            answer.Release();
            await response.ReachedAsync();
            await then(id);
        }

        response.Release();
        return (id, switches);
    }

    // For the other version, so that there is something to switch.
    private async Task<(string Id, int Switches)> AskAsync()
    {
        var version = new DirectoryInfo(_gate.Current).LinkTarget!.Contains("1.1.0-", StringComparison.Ordinal) ? "1.0.0" : "1.1.0";
        var switches = _gate.Switches;
        return (await _gate.AskAsync(version), switches);
    }

    // Returns the decision that was executed.
    private async Task<string> AssertEndsAsync(string id, int switches, int executions)
    {
        var ended = await _gate.EndOfAsync(id).WaitAsync(InTime);
        Assert.That((string)ended["state"]!, Is.EqualTo("SUCCEEDED"), $"{ended}\n{_gate.Deployer.Output}\n{_gate.Gatekeeper.Output}");
        await WaitUntilAsync(() => _gate.Switches > switches);
        var executed = _gate.ExecutionsOf(id);
        var verified = await _gate.VerifyAsync();
        Assert.Multiple(() =>
        {
            Assert.That(executed, Has.Length.EqualTo(executions));
            Assert.That(executed.Distinct(), Is.EqualTo(new[] { (string)ended["execution_decision_id"]! }));
            Assert.That(_gate.DecisionsOf(id), Does.Contain(executed[0]));
            Assert.That((_gate.FactsOf(id, "push_started"), _gate.FactsOf(id, "release_switched")), Is.EqualTo((1, 1)));
            Assert.That(_gate.Switches, Is.EqualTo(switches + 1));
            Assert.That(new DirectoryInfo(_gate.Current).LinkTarget, Does.Contain($"{ended["version"]}-"));
            Assert.That(verified.ExitCode, Is.Zero, verified.All);
            Assert.That(verified.Out, Does.Match("matched: [0-9]+ executions rest on a decision that allowed just that"), verified.All);
        });
        return executed[0];
    }

    private static async Task WaitUntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 600 && !holds(); i++)
        {
            await Task.Delay(50);
        }

        Assert.That(holds(), "it never came to that");
    }
}
