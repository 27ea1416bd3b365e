using Rego.Sources;
using Rego.Work;

namespace Rego.Planning;

/// <summary>The analysis let something pass that the planner knows no way to evaluate: a fault of the engine.</summary>
/// <param name="message">What it is.</param>
/// <param name="location">Where it stands.</param>
internal sealed class UnplannableException(string message, SourceLocation location) : Exception(message), IPlacedFault
{
    /// <summary>Where it stands.</summary>
    public SourceLocation Location => location;
}
