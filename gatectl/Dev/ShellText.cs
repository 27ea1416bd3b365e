namespace Gatectl.Dev;

/// <summary>Words of a POSIX shell's command line.</summary>
internal static class ShellText
{
    /// <summary>Quotes <paramref name="word"/> where it needs it.</summary>
    public static string Quote(string word) => word.Length > 0 && word.All(IsPlain)
        ? word
        : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '/' or '.' or '-' or '_' or ':' or '+' or '@' or '%' or ',';
}
