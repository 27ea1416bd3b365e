namespace Rego.Builtins;

/// <summary>The families of functions that need nothing but the engine; each is a file (or a few) beside this one.</summary>
internal static class CoreFamilies
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
        .. NetFunctions.All,
        .. SemverFunctions.All,
        .. UuidFunctions.All,
        .. RuntimeFunctions.All,
        .. CryptoFunctions.All,
        .. RegoFunctions.All,
    ];
}
