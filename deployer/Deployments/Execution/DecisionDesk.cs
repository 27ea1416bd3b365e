using Deploy.V1;
using Deployer.Grants;
using Grpc.Core;

namespace Deployer.Deployments.Execution;

/// <summary>
/// Has deployments decided again. The deployer calls nobody: gatekeepers listen, and a request goes to one after the other until one answers.
/// Each request has an id of its own, so that an answer that comes too late is an answer to nothing. Thread-safe.
/// </summary>
internal sealed class DecisionDesk(TimeProvider time) : IDisposable
{
    /// <summary>How long a gatekeeper has for its answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MaxOpen = 64;

    private readonly SemaphoreSlim _room = new(MaxOpen);
    private readonly Lock _lock = new();
    private readonly List<DecisionStream> _streams = [];
    private readonly Dictionary<string, TaskCompletionSource<ExecutionAnswer>> _open = new(StringComparer.Ordinal);
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes note of a gatekeeper that listens.</summary>
    public DecisionStream Add()
    {
        var stream = new DecisionStream(this);
        lock (_lock)
        {
            _streams.Add(stream);
            _arrival.TrySetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return stream;
    }

    /// <summary>Forgets a gatekeeper.</summary>
    public void Remove(DecisionStream stream)
    {
        lock (_lock)
        {
            _streams.Remove(stream);
        }
    }

    /// <summary>Asks the gatekeepers that listen, one after the other.</summary>
    /// <param name="request">What is asked; its id is set here.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The answer; null where none came. Whoever gets it settles it.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<ExecutionAnswer?> AskAsync(DecisionRequest request, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        try
        {
            foreach (var stream in await ListeningAsync(cancellation))
            {
                var mine = request.Clone();
                mine.DecisionRequestId = Guid.NewGuid().ToString();
                if (await AskAsync(stream, mine, cancellation) is { } answer)
                {
                    return answer;
                }
            }

            return null;
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Brings an answer to whoever waits for it, and waits for what comes of it.</summary>
    /// <param name="decisionRequestId">The request that it answers.</param>
    /// <param name="call">The call that brings it.</param>
    /// <exception cref="RpcException">Nobody waits for it, or nothing came of it.</exception>
    public async Task AnswerAsync(string decisionRequestId, ApprovedCall call)
    {
        TaskCompletionSource<ExecutionAnswer>? waiting;
        lock (_lock)
        {
            _open.Remove(decisionRequestId, out waiting);
        }

        var answer = new ExecutionAnswer(call);
        if (waiting is null || !waiting.TrySetResult(answer))
        {
            throw CallErrors.Create(CallRefusal.WrongState, "No decision with this id is waited for: it was answered already, or the answer came too late.");
        }

        var refusal = await answer.Outcome;
        if (refusal != CallRefusal.None)
        {
            throw CallErrors.Create(refusal, refusal == CallRefusal.WrongState ? "This answer does not fit the deployment as it is now." : "");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    private async Task<ExecutionAnswer?> AskAsync(DecisionStream stream, DecisionRequest request, CancellationToken cancellation)
    {
        var waiting = new TaskCompletionSource<ExecutionAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _open.Add(request.DecisionRequestId, waiting);
        }

        try
        {
            return stream.TrySend(request) ? await waiting.Task.WaitAsync(Patience, time, cancellation) : null;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // One that came at this very moment is taken all the same, unless nobody is left to take it.
            if (waiting.TrySetCanceled(CancellationToken.None))
            {
                cancellation.ThrowIfCancellationRequested();
                return null;
            }

            var answer = await waiting.Task;
            if (!cancellation.IsCancellationRequested)
            {
                return answer;
            }

            answer.Dispose();
            throw;
        }
        finally
        {
            lock (_lock)
            {
                _open.Remove(request.DecisionRequestId);
            }
        }
    }

    // After a start of either program it takes a moment until one listens.
    private async Task<DecisionStream[]> ListeningAsync(CancellationToken cancellation)
    {
        Task arrival;
        lock (_lock)
        {
            arrival = _streams.Count > 0 ? Task.CompletedTask : _arrival.Task;
        }

        try
        {
            await arrival.WaitAsync(Patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            return [];
        }

        return Listening();
    }

    // Another one first each time, so that they share the work.
    private DecisionStream[] Listening()
    {
        lock (_lock)
        {
            if (_streams.Count > 1)
            {
                var first = _streams[0];
                _streams.RemoveAt(0);
                _streams.Add(first);
            }

            return [.. _streams];
        }
    }
}
