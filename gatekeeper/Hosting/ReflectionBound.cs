using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Gatekeeper.Hosting;

/// <summary>
/// Ends the streams of server reflection: after a while, and when the gatekeeper stops. Whoever has asked what there is has no reason to
/// stay, and the token that let it in is not looked at again.
/// </summary>
internal sealed class ReflectionBound(IHostApplicationLifetime lifetime, TimeProvider time) : Interceptor
{
    /// <summary>How long a stream may last.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var longest = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, lifetime.ApplicationStopping);
        await continuation(new EndingReader<TRequest>(requestStream, end.Token), responseStream, context);
    }

    /// <summary>Has no further message once it is over.</summary>
    private sealed class EndingReader<T>(IAsyncStreamReader<T> inner, CancellationToken end) : IAsyncStreamReader<T>
    {
        public T Current => inner.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            try
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end);
                return await inner.MoveNext(either.Token);
            }
            catch (Exception e) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
            {
                return false;
            }
        }
    }
}
