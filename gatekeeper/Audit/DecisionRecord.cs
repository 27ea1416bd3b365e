using Deploy.V1;

namespace Gatekeeper.Audit;

/// <summary>What is recorded about one call.</summary>
internal sealed class DecisionRecord
{
    private DecisionRecord()
    {
    }

    public required string DecisionId { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Door { get; init; }

    public required string RemoteIp { get; init; }

    /// <value>The canonical method name where it is known, else what the caller sent, cut to a bound.</value>
    public required string Path { get; init; }

    public required ErrorReason Reason { get; init; }

    /// <value>What was wrong, in words that name no secret.</value>
    public string? Detail { get; init; }

    /// <summary>A call refused before it could be decided: no or bad credentials, malformed, too large, unknown.</summary>
    public static DecisionRecord ForRefusal(
        string decisionId, DateTimeOffset time, string door, string remoteIp, string path, ErrorReason reason, string? detail = null) => new()
        {
            DecisionId = decisionId,
            Time = time,
            Door = door,
            RemoteIp = remoteIp,
            Path = path,
            Reason = reason,
            Detail = detail,
        };
}
