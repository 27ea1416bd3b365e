using System.Text.RegularExpressions;

namespace Gateway.Hosting.Revisions.Data;

/// <summary>
/// What an unquoted text is to the readers of YAML that there are. One takes <c>on</c> for a text, another for true; as a key, which
/// is a name here, neither is meant, and as a value it is not known which.
/// </summary>
internal static partial class YamlReadings
{
    private const int LongestBoolean = 5;

    /// <summary>Why it is not sure what a value is, and what to write instead; null where every reader takes it for the same.</summary>
    public static string? DoubtOf(string value) => value switch
    {
        "" or "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => null,
        _ when value.Length <= LongestBoolean && Boolean().IsMatch(value) => "is a boolean to some readers of YAML and a text to others; write true or false",
        _ when value[0] is (>= '0' and <= '9') or '-' or '+' or '.' => Number().IsMatch(value) && !PlainNumber().IsMatch(value)
            ? "is not the same number to every reader of YAML; write a plain one such as 12"
            : null,
        _ => null,
    };

    /// <summary>What the key reads as, with its article; null where every reader takes it for a text.</summary>
    public static string? ReadsAs(string key) => key switch
    {
        "" or "~" or "null" or "Null" or "NULL" => "null",
        _ when key.Length <= LongestBoolean && Boolean().IsMatch(key) => "a boolean",
        _ when key[0] is (>= '0' and <= '9') or '-' or '+' or '.' => Date().IsMatch(key) ? "a date" : Number().IsMatch(key) ? "a number" : null,
        _ => null,
    };

    [GeneratedRegex("^(true|false|yes|no|on|off|y|n)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Boolean();

    [GeneratedRegex("^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Date();

    // Whole ones that fit, and fractions that are written as they are printed: of 1.10, which may be a version, 1.1 would be left.
    [GeneratedRegex("^(0|-?[1-9][0-9]{0,17}|-?(0|[1-9][0-9]{0,7})\\.[0-9]{0,6}[1-9])$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PlainNumber();

    [GeneratedRegex(
        "^[-+]?(0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9][0-9_]*)(e[-+]?[0-9]+)?|\\.inf|\\.nan)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
