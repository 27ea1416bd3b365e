using Gatekeeper.Rego.Builtins;
using Gatekeeper.Rego.Syntax;

namespace Gatekeeper.Rego.Evaluation;

/// <summary>Where a built-in function is called: what its errors name.</summary>
/// <param name="Builtin">The function.</param>
/// <param name="Location">The call.</param>
internal sealed record BuiltinCallSite(Builtin Builtin, SourceLocation Location);
