using Deploy.V1;
using Gatekeeper.Seam;
using Rego.Values;

namespace Gatekeeper.Audit;

/// <summary>What is recorded about one call.</summary>
internal sealed class DecisionRecord
{
    /// <summary>How much of <see cref="Detail"/> is recorded, in characters.</summary>
    public const int MaxDetailLength = 2048;

    private DecisionRecord()
    {
    }

    public required Arrival Arrival { get; init; }

    /// <value>The canonical method name where it is known, else what the caller sent, of which the record has the beginning.</value>
    public required string Path { get; init; }

    public required ErrorReason Reason { get; init; }

    /// <value>What was wrong, in words that name no secret.</value>
    public string? Detail { get; init; }

    /// <value>What is wrong with the caller's token; null where nothing is.</value>
    public TokenRefusal? Token { get; private init; }

    /// <value>The decided call; null for a refusal.</value>
    public Call? Call { get; private init; }

    /// <value>Who called, as far as that is known.</value>
    public Caller? Caller { get; private init; }

    /// <value>The decision; null for a refusal before it.</value>
    public Decision? Decision { get; private init; }

    /// <value>Which deployment the call was decided again for, before it is executed, and what of that rests on the deployer's word; null at the door.</value>
    public RegoObject? Execution { get; private init; }

    /// <value>The call that was decided again before it is executed, as it was let in; null at the door.</value>
    public RepeatedCall? Repeats { get; private init; }

    /// <summary>A call that was decided, allowed or denied, at the door or again before it is executed.</summary>
    public static DecisionRecord ForDecision(Call call, Caller caller, Decision decision, RegoObject? execution = null, RepeatedCall? repeats = null) => new()
    {
        Arrival = call.Arrival,
        Path = call.Method.GrpcPath,
        Reason = decision.DenialReason,
        Detail = decision.Fault,
        Call = call,
        Caller = caller,
        Decision = decision,
        Execution = execution,
        Repeats = repeats,
    };

    /// <summary>A deployment that is not executed because its recorded calls do not prove what they claim, so that nothing could be decided.</summary>
    public static DecisionRecord ForUnproven(Arrival arrival, string path, string detail, RegoObject execution) => new()
    {
        Arrival = arrival,
        Path = path,
        Reason = ErrorReason.GrantMismatch,
        Detail = detail,
        Execution = execution,
    };

    /// <summary>
    /// A call refused before it could be decided: no or bad credentials, malformed, too large, unknown. It names the caller where that is
    /// proven already.
    /// </summary>
    public static DecisionRecord ForRefusal(Arrival arrival, string path, ErrorReason reason, string? detail = null, TokenRefusal? token = null, Caller? caller = null) => new()
    {
        Arrival = arrival,
        Path = path,
        Reason = reason,
        Detail = detail,
        Token = token,
        Caller = caller,
    };
}
