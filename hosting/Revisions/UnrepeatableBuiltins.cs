using System.Collections.Frozen;
using Rego.Builtins;

namespace Gateway.Hosting.Revisions;

/// <summary>
/// The built-in functions that no policy of a revision calls: by the engine's own word their results depend on more than their
/// operands, such as the clock, chance or the network.
/// </summary>
internal static class UnrepeatableBuiltins
{
    /// <value>What a policy is told that calls one.</value>
    public const string Hint =
        "its result depends on more than its operands, and a decision on the input and the files alone; the time of the call is input.context.time";

    // Impure to the engine only because a call must not be computed ahead: they tell something to whoever looks on, or answer
    // what stands in the files. Their results are the same each time.
    private static readonly FrozenSet<string> Repeatable =
        FrozenSet.ToFrozenSet(["print", "internal.print", "internal.test_case", "trace", "rego.metadata.chain", "rego.metadata.rule"], StringComparer.Ordinal);

    /// <value>Their names.</value>
    public static IReadOnlySet<string> Names { get; } = RegoBuiltins.All.All
        .Where(builtin => (!builtin.IsPure || builtin.IsExternal) && !Repeatable.Contains(builtin.Name))
        .Select(builtin => builtin.Name)
        .ToFrozenSet(StringComparer.Ordinal);
}
