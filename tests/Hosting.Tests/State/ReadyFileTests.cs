using Gateway.Hosting.Settings;
using Gateway.Hosting.State;
using Microsoft.Extensions.Hosting;

namespace Hosting.Tests.State;

[TestFixture]
internal sealed class ReadyFileTests
{
    private StateDirectory _state = null!;
    private StandInLifetime _lifetime = null!;
    private ReadyFile _ready = null!;

    [SetUp]
    public void Make()
    {
        _state = StateDirectory.Open(Directory.CreateTempSubdirectory("ready-").FullName, "Program:StateDirectory");
        _lifetime = new StandInLifetime();
        _ready = new ReadyFile(_state, _lifetime, "url", () => "https://x");
    }

    [TearDown]
    public void Remove()
    {
        _lifetime.Dispose();
        _state.Dispose();
        Directory.Delete(_state.FullPath, recursive: true);
    }

    [Test]
    public async Task Started_UntilItStops_SaysWhereTheProgramIsReached()
    {
        var path = _state.Combine(ReadyFile.Name);

        await _ready.StartingAsync(CancellationToken.None);
        await _ready.StartAsync(CancellationToken.None);
        Assert.That(File.Exists(path), Is.False);
        await _ready.StartedAsync(CancellationToken.None);
        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo($$"""{"pid":{{Environment.ProcessId}},"url":"https://x"}"""));

        _lifetime.StopApplication();
        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public async Task Started_AfterItWasAskedToStop_LeavesNothingBehind()
    {
        await _ready.StartAsync(CancellationToken.None);
        _lifetime.StopApplication();
        await _ready.StartedAsync(CancellationToken.None);

        Assert.That(File.Exists(_state.Combine(ReadyFile.Name)), Is.False);
    }

    [Test]
    public async Task Started_FileThatCannotBeWritten_IsToldByItsPath()
    {
        Directory.CreateDirectory(_state.Combine("ready.json.new/in-the-way"));

        await _ready.StartAsync(CancellationToken.None);
        Assert.That(() => _ready.StartedAsync(CancellationToken.None), Throws.TypeOf<ConfigurationException>().With.Message.StartsWith($"The file '{_state.Combine(ReadyFile.Name)}' cannot be written: "));
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
