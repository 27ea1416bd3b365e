using Gatekeeper.Hosting;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Gatekeeper.Tests.Hosting;

/// <summary>A stream of server reflection on which nothing more is asked.</summary>
public sealed class ReflectionBoundTests
{
    [Test]
    public async Task Stream_NothingMoreAsked_EndsAfterAWhile()
    {
        var time = new FakeTimeProvider();
        var bound = new ReflectionBound(new Lifetime(), time);
        var hasMore = new TaskCompletionSource<bool>();
        var served = bound.DuplexStreamingServerHandler<string, string>(
            new SilentReader(),
            null!,
            null!,
            async (requests, _, _) => hasMore.SetResult(await requests.MoveNext(CancellationToken.None)));

        time.Advance(ReflectionBound.Longest - TimeSpan.FromSeconds(1));
        Assert.That(served.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromSeconds(1));
        await served.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(await hasMore.Task, Is.False);
    }

    private sealed class SilentReader : IAsyncStreamReader<string>
    {
        public string Current => "";

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return true;
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }
}
