using System.ComponentModel.DataAnnotations;

namespace Gateway.Hosting.Audit;

/// <summary>Where a program's audit log is and how long one may wait for it. Section <c>Audit</c> of the program.</summary>
public class AuditOptions
{
    /// <value>The log's directory; empty means <c>audit</c> in the state directory.</value>
    public string Directory { get; set; } = "";

    /// <value>The origin of the log's checkpoints: a name without spaces or <c>+</c>, unique to this process.</value>
    [Required, RegularExpression("^[!-*,-~]{1,128}$", ErrorMessage = "Audit:Origin must be 1 to 128 printable ASCII characters without spaces and '+'.")]
    public string Origin { get; set; } = "";

    /// <value>The Ed25519 note key that signs checkpoints; empty means <c>keys/audit.key</c> in the state directory, made at the first start.</value>
    public string SigningKeyFile { get; set; } = "";

    /// <value>How long one waits for a record before it counts as not recorded.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:02")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <value>The most records that may wait for the writer; more are refused at once.</value>
    [Range(16, 1_000_000)]
    public int MaxQueuedRecords { get; set; } = 16_384;

    /// <value>The longest time that a written record stays without being on stable storage, where nobody waits for that.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:00.100")]
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromMilliseconds(75);

    /// <value>The size at which a new segment of the log is begun, in bytes.</value>
    [Range(65_536, 1L << 40)]
    public long SegmentSizeBytes { get; set; } = 256L * 1024 * 1024;

    /// <value>Refusals before a decision that are recorded one by one, a second; the rest are counted in summaries.</value>
    [Range(1, 100_000)]
    public int MaxRefusalRecordsPerSecond { get; set; } = 100;

    /// <summary>Where the log is, or will be.</summary>
    public string DirectoryIn(string stateDirectory) => Directory.Length > 0 ? Directory : Path.Combine(stateDirectory, "audit");
}
