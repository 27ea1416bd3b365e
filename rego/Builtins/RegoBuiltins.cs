namespace Rego.Builtins;

/// <summary>
/// The built-in functions of the language: the engine's own, and those of the families beside this file, which need a package or a
/// room of their own. A further family is a file here and a line in <see cref="Families"/>.
/// </summary>
public static class RegoBuiltins
{
    /// <summary>All of them.</summary>
    public static BuiltinRegistry All { get; } = new([.. BuiltinRegistry.Core.All, .. Families()]);

    private static IEnumerable<Builtin> Families() =>
    [
        .. YamlFunctions.All,
        .. TimeFunctions.All,
        .. TokenFunctions.All,
        .. SchemaFunctions.All,
        .. RenderFunctions.All,
        .. AwsFunctions.All,
        .. CertificateFunctions.All,
        .. GraphQlFunctions.All,
        .. HttpFunctions.All,
    ];
}
