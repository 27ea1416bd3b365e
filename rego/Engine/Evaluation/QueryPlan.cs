namespace Rego.Evaluation;

/// <summary>A planned query.</summary>
/// <param name="Unit">Its frame.</param>
/// <param name="Entry">Its first statement.</param>
internal sealed record QueryPlan(CodeUnit Unit, StatementNode Entry);
