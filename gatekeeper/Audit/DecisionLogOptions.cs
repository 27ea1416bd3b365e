using System.ComponentModel.DataAnnotations;
using Gateway.Hosting.Audit;

namespace Gatekeeper.Audit;

/// <summary>Where the decision log is and how long a call may wait for it. Section <c>Gatekeeper:Audit</c>.</summary>
internal sealed class DecisionLogOptions : AuditOptions
{
    public DecisionLogOptions() => Origin = "gatekeeper.local/audit";

    /// <value>Refusals before a decision that are recorded one by one, a second; the rest are counted in summaries.</value>
    [Range(1, 100_000)]
    public int MaxRefusalRecordsPerSecond { get; set; } = 100;
}
