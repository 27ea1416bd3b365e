namespace Gateway.Contract.Audit;

/// <summary>What one record says of uses of exceptions: that there is one, or that one was reviewed. Exactly one of the two is there.</summary>
/// <param name="Use">The use.</param>
/// <param name="Review">The review.</param>
public sealed record UseRecord(ExceptionUse? Use, UseReview? Review)
{
    /// <value>When it was recorded.</value>
    public DateTimeOffset Time => Use?.Time ?? Review?.Time ?? default;
}
