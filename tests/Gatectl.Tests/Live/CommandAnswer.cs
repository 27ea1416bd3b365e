using System.Text.RegularExpressions;
using Gatectl.Tests.Support;

namespace Gatectl.Tests.Live;

/// <summary>What a command line gave, in the form in which OPA's answers are recorded.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Out">Standard output; null where nothing of it is fixed.</param>
/// <param name="Error">Standard error; null where nothing of it is fixed.</param>
internal sealed partial record CommandAnswer(int ExitCode, string? Out, string? Error)
{
    private const int MaxShownCharacters = 300;

    internal static CommandAnswer Recorded(LiveCase @case)
    {
        var want = @case.Json.GetProperty("want");
        return new CommandAnswer(
            want.GetProperty("exit").GetInt32(),
            want.TryGetProperty("stdout", out var output) ? output.GetString() : null,
            want.TryGetProperty("stderr", out var error) ? error.GetString() : null);
    }

    internal static CommandAnswer Of(CommandRun run) => new(run.ExitCode, run.Out, run.Error);

    /// <summary>This answer with every text changed in the same way.</summary>
    internal CommandAnswer Select(Func<string, string> change) => this with { Out = Out is null ? null : change(Out), Error = Error is null ? null : change(Error) };

    /// <summary>
    /// How another answer differs from this recorded one; null where it does not. After a wrong command line only what is wrong with
    /// it counts: the help text is everyone's own, and so is the wording where the command line cannot be parsed at all.
    /// </summary>
    /// <param name="ours">The other answer.</param>
    /// <param name="inAnyOrder">Whether lines may come in another order.</param>
    internal string? DifferenceOf(CommandAnswer ours, bool inAnyOrder)
    {
        if (ExitCode != ours.ExitCode)
        {
            return $"exit code {ours.ExitCode}, OPA: {ExitCode}\n{Shorten(ours.Out)}{Shorten(ours.Error)}";
        }

        if (Error is not null && UsageText().IsMatch(Error))
        {
            return DifferenceOf("standard output", Out, ours.Out, inAnyOrder) ?? DifferenceOf("usage error", MistakeIn(Error), MistakeIn(ours.Error!), inAnyOrder: false);
        }

        return DifferenceOf("standard output", Out, ours.Out, inAnyOrder) ?? DifferenceOf("standard error", Error, ours.Error, inAnyOrder);
    }

    private static string? DifferenceOf(string what, string? recorded, string? ours, bool inAnyOrder)
    {
        if (recorded is null || recorded == ours)
        {
            return null;
        }

        var (theirLines, ourLines) = (recorded.Split('\n'), ours!.Split('\n'));
        if (inAnyOrder)
        {
            // A comma stands behind all members but the last one, whichever that is.
            Array.Sort(theirLines = [.. theirLines.Select(line => line.TrimEnd(','))], StringComparer.Ordinal);
            Array.Sort(ourLines = [.. ourLines.Select(line => line.TrimEnd(','))], StringComparer.Ordinal);
        }

        var row = theirLines.Zip(ourLines).TakeWhile(pair => pair.First == pair.Second).Count();
        return row == theirLines.Length && row == ourLines.Length
            ? null
            : $"{what}, line {row + 1}:\n  ours {LineAt(ourLines, row)}\n  OPA  {LineAt(theirLines, row)}";
    }

    private static string LineAt(string[] lines, int row) => row < lines.Length ? $"|{Shorten(lines[row])}|" : "ends";

    private static string? Shorten(string? text) => text?.Length > MaxShownCharacters ? text[..MaxShownCharacters] + "…" : text;

    /// <summary>What stands before the help text.</summary>
    private static string MistakeIn(string error)
    {
        var match = UsageText().Match(error);
        return match.Success ? error[..match.Index] : error;
    }

    [GeneratedRegex("^(Usage:|Run '.*' for usage|See '.* --help')", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsageText();
}
