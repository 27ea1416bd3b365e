using Gateway.Hosting.Audit;

namespace Gatekeeper.Audit;

/// <summary>Where the decision log is and how long a call may wait for it. Section <c>Gatekeeper:Audit</c>.</summary>
internal sealed class DecisionLogOptions : AuditOptions
{
    public DecisionLogOptions() => Origin = "gatekeeper.local/audit";
}
