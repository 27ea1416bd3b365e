using System.Collections.Concurrent;
using System.Threading.Channels;
using Deploy.V1;
using Gateway.Contract.Grants;
using Google.Protobuf;
using Grpc.Core;

namespace Gatekeeper.Tests.Execution;

/// <summary>The deployer's side of the decision at execution, in the test's own process.</summary>
internal sealed class FakeWorker : CallInvoker
{
    private readonly ConcurrentQueue<Channel<DecisionRequest>> _streams = new();

    /// <value>The grants with which streams were opened.</value>
    public ConcurrentQueue<string> Watches { get; } = new();

    /// <value>The answers, and the grants that came with them.</value>
    public ConcurrentQueue<(IMessage Answer, string Grant)> Answers { get; } = new();

    /// <value>What the next streams fail with; null for none.</value>
    public volatile RpcException? Failure;

    /// <value>What the next answers are refused with; null for none.</value>
    public volatile RpcException? AnswerFailure;

    /// <summary>Asks on the newest stream.</summary>
    public void Ask(DecisionRequest request) => _streams.Last().Writer.TryWrite(request);

    /// <summary>Ends the newest stream.</summary>
    public void End(Exception? failure = null) => _streams.Last().Writer.TryComplete(failure);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var stream = Channel.CreateUnbounded<DecisionRequest>();
        if (Failure is { } failure)
        {
            stream.Writer.Complete(failure);
        }

        _streams.Enqueue(stream);
        Watches.Enqueue(options.Headers!.GetValue(GrantFormat.MetadataKey)!);
        return new(new Reader<TResponse>(stream.Reader), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var answered = AnswerFailure is { } failure ? Task.FromException<TResponse>(failure) : Task.FromResult(Activator.CreateInstance<TResponse>());
        Answers.Enqueue(((IMessage)request, options.Headers!.GetValue(GrantFormat.MetadataKey)!));
        return new(answered, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        throw new NotSupportedException();

    private sealed class Reader<T>(ChannelReader<DecisionRequest> source) : IAsyncStreamReader<T>
    {
        public T Current { get; private set; } = default!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            try
            {
                Current = (T)(object)await source.ReadAsync(cancellationToken);
                return true;
            }
            catch (ChannelClosedException e) when (e.InnerException is null)
            {
                return false;
            }
            catch (ChannelClosedException e)
            {
                throw e.InnerException!;
            }
        }
    }
}
