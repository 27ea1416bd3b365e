namespace Gateway.Contract.Audit;

/// <summary>That a person has reviewed a use of exceptions.</summary>
/// <param name="UseId">The decision that made use of them.</param>
/// <param name="Exceptions">The exceptions that were reviewed, by their names.</param>
/// <param name="DecisionId">The decision that allowed the review.</param>
/// <param name="Client">Who reviewed it, as the policy named it.</param>
/// <param name="Time">When.</param>
/// <param name="Comment">What was found.</param>
public sealed record UseReview(string UseId, IReadOnlyList<string> Exceptions, string DecisionId, string Client, DateTimeOffset Time, string Comment);
