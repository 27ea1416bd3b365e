using System.Text.RegularExpressions;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>
/// What an unquoted key is to the readers of YAML that there are. One takes <c>on</c> for a text, another for true; as a key, which
/// is a name here, neither is meant.
/// </summary>
internal static partial class YamlKeys
{
    /// <summary>What the key reads as, with its article; null where every reader takes it for a text.</summary>
    public static string? ReadsAs(string key) => key switch
    {
        "" or "~" or "null" or "Null" or "NULL" => "null",
        _ when Boolean().IsMatch(key) => "a boolean",
        _ when key[0] is (>= '0' and <= '9') or '-' or '+' or '.' => Date().IsMatch(key) ? "a date" : Number().IsMatch(key) ? "a number" : null,
        _ => null,
    };

    [GeneratedRegex("^(true|false|yes|no|on|off|y|n)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Boolean();

    [GeneratedRegex("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Date();

    [GeneratedRegex(
        "^[-+]?(0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9][0-9_]*)(e[-+]?[0-9]+)?|\\.inf|\\.nan)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
