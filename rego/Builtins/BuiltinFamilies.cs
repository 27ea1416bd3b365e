namespace Gatekeeper.Rego.Builtins;

/// <summary>The list of families; each family is a file (or a few) beside this one.</summary>
internal static class BuiltinFamilies
{
    internal static IEnumerable<Builtin> All() =>
    [
    ];
}
