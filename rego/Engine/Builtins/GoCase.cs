namespace Rego.Builtins;

/// <summary>
/// Upper and lower case by Unicode's simple mappings, as Go has them. .NET's invariant mapping leaves three letters alone whose other
/// case is an ASCII letter: a policy that compares names in lower case would take <c>ADMİN</c> for another name than Go does.
/// </summary>
internal static class GoCase
{
    private const char CapitalDottedI = '\u0130';
    private const char SmallDotlessI = '\u0131';
    private const char SmallLongS = '\u017f';

    internal static string ToLower(string text) => text.ToLowerInvariant().Replace(CapitalDottedI, 'i');

    internal static string ToUpper(string text) => text.ToUpperInvariant().Replace(SmallDotlessI, 'I').Replace(SmallLongS, 'S');
}
