using Rego.Sources;

namespace Rego.Tooling.Reports;

/// <summary>What the statements of one row cost.</summary>
/// <param name="Location">The first of them that was evaluated.</param>
/// <param name="Time">The time from each of their steps to the next step of any.</param>
/// <param name="Evaluations">How often they were evaluated.</param>
/// <param name="Redos">How often they were asked for another solution.</param>
/// <param name="Statements">How many statements they became.</param>
public sealed record StatementProfile(SourceLocation Location, TimeSpan Time, int Evaluations, int Redos, int Statements);
