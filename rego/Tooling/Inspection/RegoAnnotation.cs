using Rego.Sources;
using Rego.Values;

namespace Rego.Tooling.Inspection;

/// <summary>A metadata block, and what it speaks about.</summary>
/// <param name="Path">The package, document or rule, up to the first part of its name that is not constant.</param>
/// <param name="Package">The package's name, without <c>data</c>.</param>
/// <param name="Rule">The rule's name as written; null where it speaks about a package.</param>
/// <param name="Location">Where the package or rule stands.</param>
/// <param name="Value">The block as parsed.</param>
public sealed record RegoAnnotation(RegoReference Path, string Package, string? Rule, SourceLocation Location, RegoObject Value);
