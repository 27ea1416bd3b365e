using System.Net.Sockets;

namespace EndToEnd.Tests.Support;

/// <summary>Stands between the gatekeeper and the deployer's socket, passes on what either sends, and stops before a message when asked to.</summary>
internal sealed class ExchangeProxy : IDisposable
{
    private readonly string _deployer;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Lock _lock = new();
    private readonly Dictionary<ExchangeMessage, Hold> _next = [];
    private readonly List<Hold> _all = [];

    /// <summary>Listens.</summary>
    /// <param name="socket">Where the gatekeeper connects.</param>
    /// <param name="deployer">The deployer's socket.</param>
    public ExchangeProxy(string socket, string deployer)
    {
        _deployer = deployer;
        _listener.Bind(new UnixDomainSocketEndPoint(socket));
        _listener.Listen();
        _ = AcceptAsync();
    }

    /// <summary>Stops before the next message of a kind, and everything that would follow it on the same connection.</summary>
    public Hold HoldNext(ExchangeMessage message)
    {
        var hold = new Hold();
        lock (_lock)
        {
            _next[message] = hold;
            _all.Add(hold);
        }

        return hold;
    }

    /// <summary>Stops before nothing any more.</summary>
    public void ReleaseAll()
    {
        lock (_lock)
        {
            _all.ForEach(hold => hold.Release());
            _all.Clear();
            _next.Clear();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        ReleaseAll();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var gatekeeper = await _listener.AcceptAsync();
                _ = RelayAsync(gatekeeper);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    // Where one side ends, so does the other: each sees what it would see of a peer that was killed.
    private async Task RelayAsync(Socket gatekeeper)
    {
        using var deployer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (gatekeeper)
        {
            try
            {
                await deployer.ConnectAsync(new UnixDomainSocketEndPoint(_deployer));
                var calls = new ExchangeFrames();
                await using var above = new NetworkStream(gatekeeper);
                await using var below = new NetworkStream(deployer);
                await await Task.WhenAny(
                    PumpAsync(above, below, ExchangeFrames.PrefaceLength, calls.FromGatekeeper), PumpAsync(below, above, prefaceLength: 0, calls.FromDeployer));
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // One of them is not there, or no more.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, int prefaceLength, Func<byte[], ExchangeMessage?> read)
    {
        var preface = new byte[prefaceLength];
        await from.ReadExactlyAsync(preface);
        await to.WriteAsync(preface);
        while (true)
        {
            var frame = await ExchangeFrames.ReadAsync(from);
            if (read(frame) is { } message && Take(message) is { } hold)
            {
                await hold.ReachAsync();
            }

            await to.WriteAsync(frame);
        }
    }

    private Hold? Take(ExchangeMessage message)
    {
        lock (_lock)
        {
            return _next.Remove(message, out var hold) ? hold : null;
        }
    }

    /// <summary>A message that is stopped when it comes.</summary>
    internal sealed class Hold
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Ends when the message has come.</summary>
        public Task ReachedAsync() => _reached.Task.WaitAsync(Patience);

        /// <summary>Lets it go on.</summary>
        public void Release() => _released.TrySetResult();

        /// <summary>Loses it, and its connection.</summary>
        public void Drop() => _released.TrySetException(new IOException("The message is lost."));

        /// <summary>Says that it has come, and waits until it may go on.</summary>
        public Task ReachAsync()
        {
            _reached.TrySetResult();
            return _released.Task;
        }
    }
}
