namespace Gatectl.Policies.Conformance;

/// <summary>What did not come out as wanted.</summary>
/// <param name="Category">The file that the case stands in.</param>
/// <param name="Note">The case's name.</param>
/// <param name="Message">What came instead.</param>
internal sealed record ConformanceFailure(string Category, string Note, string Message);
