using System.ComponentModel.DataAnnotations;

namespace Gatekeeper.Audit;

/// <summary>Where the decision log is and how long a call may wait for it. Section <c>Gatekeeper:Audit</c>.</summary>
internal sealed class AuditOptions
{
    /// <value>The log's folder; empty means <c>audit</c> in the state directory.</value>
    public string Directory { get; set; } = "";

    /// <value>The origin of the log's checkpoints: a name without spaces or <c>+</c>, unique to this gatekeeper.</value>
    [Required, RegularExpression("^[!-*,-~]{1,128}$", ErrorMessage = "Audit:Origin must be 1 to 128 printable ASCII characters without spaces and '+'.")]
    public string Origin { get; set; } = "gatekeeper.local/audit";

    /// <value>The Ed25519 note key that signs checkpoints; empty means <c>keys/audit.key</c> in the state directory, made at the first start.</value>
    public string SigningKeyFile { get; set; } = "";

    /// <value>How long a call waits for its record before it is refused with AUDIT_UNAVAILABLE.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:02")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>The most records that may wait for the writer; more are refused at once.</value>
    [Range(16, 1_000_000)]
    public int MaxQueuedRecords { get; set; } = 16_384;

    /// <value>The longest time that a written record of a reading call stays without being on stable storage.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:00.100")]
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromMilliseconds(75);

    /// <value>The size at which a new segment of the log is begun, in bytes.</value>
    [Range(65_536, 1L << 40)]
    public long SegmentSizeBytes { get; set; } = 256L * 1024 * 1024;

    /// <value>Refusals before a decision that are recorded one by one, a second; the rest are counted in summaries.</value>
    [Range(1, 100_000)]
    public int MaxRefusalRecordsPerSecond { get; set; } = 100;
}
