using System.Collections.Immutable;
using Rego.Analysis.Typing;
using Rego.Builtins;
using Rego.Options;
using Rego.Syntax;
using Rego.Values;

namespace Rego.Analysis;

/// <summary>Modules that passed every check, rewritten so that they can be planned without looking anything up by name.</summary>
internal sealed class AnalyzedPolicy
{
    /// <summary>The rewritten modules, in the order in which they were given.</summary>
    public required ImmutableArray<Module> Modules { get; init; }

    /// <summary>Their rules by path.</summary>
    public required RuleTree Rules { get; init; }

    /// <summary>Which rules read which.</summary>
    public required RuleGraph Graph { get; init; }

    /// <summary>The base document.</summary>
    public required RegoObject Data { get; init; }

    /// <summary>How it was compiled.</summary>
    public required RegoCompilerOptions Options { get; init; }

    /// <summary>The names as written of the variables that were renamed.</summary>
    public required IReadOnlyDictionary<string, string> OriginalNames { get; init; }

    /// <summary>What is known of the types of rules and functions; not changed after.</summary>
    public required TypeNode Types { get; init; }

    /// <summary>The functions that calls refer to.</summary>
    public required BuiltinRegistry Builtins { get; init; }
}
