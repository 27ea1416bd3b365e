using Rego.Sources;

namespace Rego.Work;

/// <summary>An exception for a fault of the engine that knows better than <see cref="CompilerWork"/> where the work was.</summary>
internal interface IPlacedFault
{
    /// <summary>Where.</summary>
    SourceLocation Location { get; }
}
