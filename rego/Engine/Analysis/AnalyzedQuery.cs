using System.Collections.Immutable;
using Rego.Syntax;

namespace Rego.Analysis;

/// <summary>A query that passed every check against its policy.</summary>
/// <param name="Body">The statements, rewritten and in a safe order.</param>
/// <param name="Variables">The variables of the body itself (not of what nests in it), in the order of their first mention.</param>
/// <param name="OriginalNames">The names as written of the variables that were renamed.</param>
internal sealed record AnalyzedQuery(Body Body, ImmutableArray<QueryVariable> Variables, IReadOnlyDictionary<string, string> OriginalNames);
