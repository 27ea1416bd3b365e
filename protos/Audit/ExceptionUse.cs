namespace Gateway.Contract.Audit;

/// <summary>One use of exceptions, which a person is to review: a call that was allowed through them, with what was decided of it later.</summary>
public sealed record ExceptionUse
{
    /// <value>The decision that allowed the call.</value>
    public required string DecisionId { get; init; }

    /// <value>When it was decided.</value>
    public required DateTimeOffset Time { get; init; }

    /// <value>The exceptions that were used, by their names.</value>
    public required IReadOnlyList<string> Exceptions { get; init; }

    /// <value>Who called, as the policy named it.</value>
    public string Client { get; init; } = "";

    /// <value>The persons behind the call, as the policy named them; null where it did not say.</value>
    public IReadOnlyList<string>? Persons { get; init; }

    /// <value>Who was to review it by the policies that allowed it.</value>
    public IReadOnlyList<string> ReviewBy { get; init; } = [];

    /// <value>The action in policy.</value>
    public string Action { get; init; } = "";

    /// <value>The application.</value>
    public string Application { get; init; } = "";

    /// <value>The environment.</value>
    public string Environment { get; init; } = "";

    /// <value>The reason that the call gave.</value>
    public string Reason { get; init; } = "";

    /// <value>Its review; null where it is due.</value>
    public UseReview? Review { get; init; }
}
