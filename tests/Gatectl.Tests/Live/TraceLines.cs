using System.Text.RegularExpressions;

namespace Gatectl.Tests.Live;

/// <summary>
/// Takes out of traces what may differ: the numbers of variables that the compiler made, with the widths of columns that follow
/// from them; and of the failures that follow a run of tests, the empty lines between them, which are not recorded.
/// </summary>
internal static partial class TraceLines
{
    internal static string Mask(string text) => string.Join('\n', MaskFailures(GeneratedName().Replace(text, "__local__")).Split('\n').Select(MaskLine));

    private static string MaskLine(string line) => TraceLine().IsMatch(line) ? Blanks().Replace(line, " ") : line;

    private static string MaskFailures(string text)
    {
        var begin = text.IndexOf("FAILURES\n", StringComparison.Ordinal);
        return begin < 0 ? text : string.Concat(text.AsSpan(0, begin), BetweenFailures().Replace(text[begin..], "\n"));
    }

    [GeneratedRegex("__localq?\\d+__", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GeneratedName();

    [GeneratedRegex(@"^ *\S+:\d+ +(\| )*(Enter|Exit|Eval|Redo|Fail|Note|Index|Unify|Duplicate|TestCase) ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TraceLine();

    [GeneratedRegex(" +", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n+(?=data\..*: FAIL \(<duration>\)\n)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BetweenFailures();
}
