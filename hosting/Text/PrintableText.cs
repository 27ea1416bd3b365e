using System.Text;
using System.Text.Json;

namespace Gateway.Hosting.Text;

/// <summary>Texts out of files, fit for one line of a log or a terminal.</summary>
public static class PrintableText
{
    private const int MaxLength = 400;

    /// <summary>The text without characters that control a terminal or are not seen, and cut to a bound.</summary>
    public static string Of(string text)
    {
        var cut = text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength), "…");
        return cut.AsSpan().ContainsAnyExceptInRange(' ', '~') ? string.Concat(cut.EnumerateRunes().Select(Shown)) : cut;
    }

    // Control characters are mostly ends of lines; what else is not seen is told by its number.
    private static string Shown(Rune rune) => Rune.IsControl(rune) ? " " : HiddenCharacters.IsHidden(rune) ? $"\\u{{{rune.Value:x}}}" : rune.ToString();

    /// <summary>A path of data: names with dots between them, indexes and other names in brackets.</summary>
    internal static string OfPath(IReadOnlyList<string> path, IReadOnlyList<bool> areIndexes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < path.Count; i++)
        {
            if (areIndexes[i])
            {
                text.Append('[').Append(path[i]).Append(']');
            }
            else if (IsPlain(path[i]))
            {
                text.Append(i == 0 ? "" : ".").Append(path[i]);
            }
            else
            {
                text.Append('[').Append(JsonSerializer.Serialize(path[i], Relaxed)).Append(']');
            }
        }

        return Of(text.ToString());
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static bool IsPlain(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
