namespace Gatekeeper.Rego.Builtins;

/// <summary>The list of families; each family is a file (or a few) beside this one.</summary>
internal static class BuiltinFamilies
{
    internal static IEnumerable<Builtin> All() =>
    [
        .. ComparisonFunctions.All,
        .. NumberFunctions.All,
        .. AggregateFunctions.All,
        .. ArrayFunctions.All,
        .. SetFunctions.All,
        .. ObjectFunctions.All,
        .. StringFunctions.All,
        .. StringListFunctions.All,
        .. FormatFunctions.All,
        .. TypeFunctions.All,
        .. RegexFunctions.All,
        .. GlobFunctions.All,
        .. EncodingFunctions.All,
        .. UrlFunctions.All,
        .. BitFunctions.All,
        .. UnitFunctions.All,
        .. GraphFunctions.All,
        .. JsonFunctions.All,
        .. JsonPathFunctions.All,
        .. YamlFunctions.All,
        .. TimeFunctions.All,
        .. NetFunctions.All,
        .. SemverFunctions.All,
        .. UuidFunctions.All,
        .. RuntimeFunctions.All,
        .. CryptoFunctions.All,
        .. TokenFunctions.All,
        .. RegoFunctions.All,
        .. SchemaFunctions.All,
        .. RenderFunctions.All,
        .. AwsFunctions.All,
        .. CertificateFunctions.All,
        .. GraphQlFunctions.All,
        .. HttpFunctions.All,
    ];
}
