using Gateway.Hosting.Settings;
using Gateway.Hosting.State;
using Microsoft.Extensions.Hosting;

namespace Hosting.Tests.State;

[TestFixture]
internal sealed class ReadyFileTests
{
    [Test]
    public async Task Started_UntilItStops_SaysWhereTheProgramIsReached()
    {
        var directory = Directory.CreateTempSubdirectory("ready-").FullName;
        using var state = StateDirectory.Open(directory, "Program:StateDirectory");
        using var lifetime = new StandInLifetime();
        var ready = new ReadyFile(state, lifetime, "url", () => "https://x");
        var path = state.Combine(ReadyFile.Name);

        await ready.StartingAsync(CancellationToken.None);
        await ready.StartAsync(CancellationToken.None);
        Assert.That(File.Exists(path), Is.False);
        await ready.StartedAsync(CancellationToken.None);
        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo($$"""{"pid":{{Environment.ProcessId}},"url":"https://x"}"""));

        lifetime.StopApplication();
        Assert.That(File.Exists(path), Is.False);
        Directory.Delete(directory, recursive: true);
    }

    [Test]
    public async Task Started_AfterItWasAskedToStop_LeavesNothingBehind()
    {
        var directory = Directory.CreateTempSubdirectory("ready-").FullName;
        using var state = StateDirectory.Open(directory, "Program:StateDirectory");
        using var lifetime = new StandInLifetime();
        var ready = new ReadyFile(state, lifetime, "url", () => "https://x");

        await ready.StartAsync(CancellationToken.None);
        lifetime.StopApplication();
        await ready.StartedAsync(CancellationToken.None);

        Assert.That(File.Exists(state.Combine(ReadyFile.Name)), Is.False);
        Directory.Delete(directory, recursive: true);
    }

    [Test]
    public async Task Started_FileThatCannotBeWritten_IsToldByItsPath()
    {
        var directory = Directory.CreateTempSubdirectory("ready-").FullName;
        using var state = StateDirectory.Open(directory, "Program:StateDirectory");
        using var lifetime = new StandInLifetime();
        var ready = new ReadyFile(state, lifetime, "url", () => "https://x");
        Directory.CreateDirectory(state.Combine("ready.json.new/in-the-way"));

        await ready.StartAsync(CancellationToken.None);
        Assert.That(() => ready.StartedAsync(CancellationToken.None), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith($"The file '{state.Combine(ReadyFile.Name)}' cannot be written: "));
        Directory.Delete(directory, recursive: true);
    }

    private sealed class StandInLifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
