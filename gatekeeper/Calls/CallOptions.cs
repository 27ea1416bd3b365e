using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Calls;

/// <summary>Bounds of one call. Section <c>Gatekeeper:Calls</c>.</summary>
internal sealed class CallOptions
{
    /// <value>The largest request message, in bytes, after decompression.</value>
    [Range(1_024, 16 * 1_048_576)]
    public int MaxMessageBytes { get; set; } = 1_048_576;

    /// <value>The largest request message of a call that only reads, in bytes, after decompression; at most `MaxMessageBytes`.</value>
    [Range(1_024, 1_048_576)]
    public int MaxReadMessageBytes { get; set; } = 8_192;

    /// <value>How long a request's message may take to arrive, after its head.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>How long a call that is not a stream may take at the deployer; a caller's own longer deadline is cut to it.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan UnaryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>How long a stream may last; the caller asks again after that.</value>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan StreamTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <value>How often a stream that lasts is decided again, besides at every new policy revision and when the caller's token ends.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ReviewInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <value>How often a silent stream of server-sent events carries a comment, so that nothing on the way takes it for dead.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <value>The largest answer that REST turns into JSON, in bytes of its message.</value>
    [Range(1_024, 64 * 1_048_576)]
    public int MaxResponseBytes { get; set; } = 16 * 1_048_576;

    /// <summary>The largest request message of a call, in bytes.</summary>
    /// <param name="isChanging">Whether the call changes something.</param>
    public int MaxBytesOf(bool isChanging) => isChanging ? MaxMessageBytes : Math.Min(MaxReadMessageBytes, MaxMessageBytes);
}
