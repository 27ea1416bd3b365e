using Deploy.V1;
using Gateway.Contract.Validation;

namespace Gatekeeper.Seam;

/// <summary>Why a call is refused, in words that are safe to send: never a claim, a credential, a path or a stack trace.</summary>
/// <param name="Reason">The stable reason.</param>
/// <param name="Message">For people.</param>
internal sealed record CallError(ErrorReason Reason, string Message)
{
    /// <value>What is wrong with which field, all at once.</value>
    public IReadOnlyList<FieldViolation> Violations { get; init; } = [];

    /// <value>The policy's reasons, where a policy denied.</value>
    public IReadOnlyList<string> PolicyReasons { get; init; } = [];

    /// <value>How long to wait before trying again, where that is known.</value>
    public TimeSpan? RetryAfter { get; init; }

    /// <value>The decision that refuses, where it is another than that with which the call was let in.</value>
    public string? DecisionId { get; init; }

    /// <value>Whether the refusal has no record of its own, and so no decision id: it is counted.</value>
    public bool IsOnlyCounted { get; init; }

    /// <value>For a wrong HTTP method: the one that is right.</value>
    public string? AllowedMethod { get; init; }
}
