namespace Gatekeeper.Tests.Support;

/// <summary>
/// Tests that share one gate, which is started once. Before each of them what was recorded is forgotten, and whoever was made to answer
/// otherwise answers as always.
/// </summary>
public abstract class GateTests
{
    private readonly Version _version;

    /// <param name="version">The version of HTTP that <see cref="Client"/> speaks.</param>
    protected GateTests(Version version) => _version = version;

    private protected Gate Gate { get; private set; } = null!;

    /// <value>A client with a token that the gate takes.</value>
    private protected HttpClient Client { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartGateAsync()
    {
        Gate = await Gate.StartAsync();
        Client = Gate.Client(version: _version);
    }

    [OneTimeTearDown]
    public async Task StopGateAsync()
    {
        Client?.Dispose();
        if (Gate is not null)
        {
            await Gate.DisposeAsync();
        }
    }

    [SetUp]
    public void ForgetCalls()
    {
        Gate.Deployer.Calls.Clear();
        Gate.Log.Records.Clear();
        Gate.Deployer.Answer = (_, http) => StandInDeployer.WriteAsync(http, StandInDeployer.Sample);
        Gate.Policy.Answer = StandInPolicy.Default;
    }
}
