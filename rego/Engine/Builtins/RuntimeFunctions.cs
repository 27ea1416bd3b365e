using Rego.Values;
using static Rego.Builtins.BuiltinTypes;

namespace Rego.Builtins;

/// <summary>What the host and the policy's own source tell.</summary>
internal static class RuntimeFunctions
{
    internal static IEnumerable<Builtin> All =>
    [
        new("opa.runtime", StringObject, context => context.Runtime) { IsPure = false },

        // The compiler puts the annotations in the place of these two; a call that it could not is one without annotations.
        new("rego.metadata.chain", AnyArray, _ => RegoArray.Empty) { IsPure = false },
        new("rego.metadata.rule", AnyT, _ => RegoObject.Empty) { IsPure = false },
    ];
}
