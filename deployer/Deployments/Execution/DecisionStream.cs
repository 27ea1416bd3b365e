using System.Threading.Channels;
using Deploy.V1;

namespace Deployer.Deployments.Execution;

/// <summary>The requests for decisions that go to one gatekeeper, as long as it listens.</summary>
internal sealed class DecisionStream(DecisionDesk desk) : IDisposable
{
    /// <summary>The most requests that wait to be sent.</summary>
    public const int MaxWaiting = 64;

    private readonly Channel<DecisionRequest> _requests = Channel.CreateBounded<DecisionRequest>(MaxWaiting);

    /// <summary>Queues a request; false where too many wait, or the gatekeeper has gone.</summary>
    public bool TrySend(DecisionRequest request) => _requests.Writer.TryWrite(request);

    /// <summary>The requests, each once, until the gatekeeper goes.</summary>
    public IAsyncEnumerable<DecisionRequest> ReadAsync(CancellationToken cancellation) => _requests.Reader.ReadAllAsync(cancellation);

    /// <summary>Ends it: nothing more is sent to this gatekeeper.</summary>
    public void Dispose()
    {
        desk.Remove(this);
        _requests.Writer.TryComplete();
    }
}
