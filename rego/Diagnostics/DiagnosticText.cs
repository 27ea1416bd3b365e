using System.Globalization;
using System.Text;

namespace Gatekeeper.Rego;

/// <summary>Diagnostics for people: place, code, message, and the line with a caret where the details have one.</summary>
public static class DiagnosticText
{
    /// <summary>All of them, led by their number, as OPA writes them.</summary>
    public static string Describe(IReadOnlyCollection<Diagnostic> diagnostics, string occasion = "")
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        var where = occasion.Length > 0 ? " " + occasion : string.Empty;
        var separator = diagnostics.Count == 1 ? " " : "\n";
        var number = diagnostics.Count == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{diagnostics.Count} errors");
        return $"{number} occurred{where}:{separator}{string.Join('\n', diagnostics.Select(Describe))}";
    }

    /// <summary>One of them.</summary>
    public static string Describe(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        if (diagnostic.Code == DiagnosticCodes.Load)
        {
            return diagnostic.Message;
        }

        var text = new StringBuilder();
        var at = diagnostic.Location;
        if (at.File is { Path.Length: > 0 } file)
        {
            text.Append(CultureInfo.InvariantCulture, $"{file.Path}:{at.Row}: ");
        }
        else if (at.Row > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{at.Row}:{at.Column}: ");
        }

        text.Append(diagnostic.Code).Append(": ").Append(diagnostic.Message);
        AppendLine(text, diagnostic.Details);
        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, RegoValue? details)
    {
        if (details is not RegoObject fields || fields["line"] is not RegoString line || fields["idx"] is not RegoNumber index)
        {
            return;
        }

        var shown = line.Value.TrimStart('\t');
        var indent = Math.Max(0, index.Integer - (line.Value.Length - shown.Length));
        text.Append("\n\t").Append(shown).Append("\n\t").Append(' ', (int)Math.Min(indent, shown.Length)).Append('^');
    }
}
