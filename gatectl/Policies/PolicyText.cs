using Gatectl.CommandLine;

namespace Gatectl.Policies;

/// <summary>Text of several lines for a terminal: line breaks and tabs stay, all else is escaped.</summary>
internal static class PolicyText
{
    internal static string Escape(string text) =>
        string.Join('\n', text.Split('\n').Select(line => string.Join('\t', line.Split('\t').Select(TerminalText.Escape))));

    /// <summary>Text of one line, however long.</summary>
    internal static string EscapeLine(string text) =>
        TerminalText.EscapeUpTo(int.MaxValue, text);
}
