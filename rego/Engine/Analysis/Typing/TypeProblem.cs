using Rego.Sources;

namespace Rego.Analysis.Typing;

/// <summary>What is wrong with the types of a statement.</summary>
/// <param name="Message">In OPA's words.</param>
/// <param name="Location">Where.</param>
/// <param name="IsOfUnknown">Whether an unknown type has a part in it: most likely it only follows from another problem.</param>
/// <param name="Details">More of it, or null.</param>
internal sealed record TypeProblem(string Message, SourceLocation Location, bool IsOfUnknown = false, TypeErrorDetails? Details = null);
