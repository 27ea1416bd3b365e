namespace Deployer.Facts;

/// <summary>A hold: no push begins where it stands.</summary>
internal sealed record HoldRecord
{
    /// <value>The application, or <c>-</c> for all.</value>
    public required string Application { get; init; }

    /// <value>The environment, or <c>-</c> for all.</value>
    public required string Environment { get; init; }

    /// <value>When it was set.</value>
    public required DateTimeOffset Time { get; init; }

    /// <value>Why, in the caller's words.</value>
    public required string Reason { get; init; }

    /// <value>Who set it, and under which decision.</value>
    public required Authorization Authorization { get; init; }

    /// <summary>In a sentence for people.</summary>
    public string Describe() => $"held by {Authorization.Client}: {Reason}";
}
