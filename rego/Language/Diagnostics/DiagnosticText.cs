using System.Globalization;
using System.Text;
using Rego.Errors;
using Rego.Sources;
using Rego.Types;

namespace Rego.Diagnostics;

/// <summary>Diagnostics for people: place, code, message, and the line with a caret where the details have one.</summary>
public static class DiagnosticText
{
    private delegate int WidthOf(ReadOnlySpan<char> text);

    /// <summary>All of them, led by their number, as OPA writes them.</summary>
    public static string Describe(IReadOnlyCollection<Diagnostic> diagnostics, string occasion = "") => List(diagnostics, Describe, occasion);

    /// <summary>One of them, as OPA writes it.</summary>
    public static string Describe(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        return string.Join('\n', [Head(diagnostic), .. OpaLines(diagnostic)]);
    }

    /// <summary>
    /// As <see cref="Describe(IReadOnlyCollection{Diagnostic}, string)"/>, with the line of the module where OPA shows none (led by
    /// <c>|</c>), and with hints.
    /// </summary>
    public static string Explain(IReadOnlyCollection<Diagnostic> diagnostics, string occasion = "") => List(diagnostics, Explain, occasion);

    private static string Explain(Diagnostic diagnostic)
    {
        var lines = OpaLines(diagnostic).ToList();
        var own = lines.Count == 0 ? SourceLines(diagnostic) : [];
        var hint = diagnostic.Hint is null ? [] : new[] { $"\thint: {diagnostic.Hint}" };
        return string.Join('\n', [Head(diagnostic), .. lines, .. own, .. hint]);
    }

    /// <summary>A list of errors, led by their number, as OPA writes it.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="describe">What is written of each.</param>
    /// <param name="occasion">During what they occurred; empty where that goes without saying.</param>
    public static string List<T>(IReadOnlyCollection<T> errors, Func<T, string> describe, string occasion = "")
    {
        ArgumentNullException.ThrowIfNull(errors);
        var where = occasion.Length > 0 ? " " + occasion : string.Empty;
        var separator = errors.Count == 1 ? " " : "\n";
        var number = errors.Count == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{errors.Count} errors");
        return $"{number} occurred{where}:{separator}{string.Join('\n', errors.Select(describe))}";
    }

    private static string Head(Diagnostic diagnostic)
    {
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
        else if (at.Length > 0 && diagnostic.Code.StartsWith(DiagnosticCodes.EvalPrefix, StringComparison.Ordinal))
        {
            // A query is short: what an evaluation fails at is shown itself.
            text.Append(at.Text).Append(": ");
        }
        else if (at.Row > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{at.Row}:{at.Column}: ");
        }

        return text.Append(diagnostic.Code).Append(": ").Append(diagnostic.Message).ToString();
    }

    private static IEnumerable<string> OpaLines(Diagnostic diagnostic) => diagnostic switch
    {
        { DetailLines.IsDefaultOrEmpty: false } => diagnostic.DetailLines.Select(line => "\t" + line),
        { Code: DiagnosticCodes.Parse, Details: not null } => CaretLines(diagnostic.Location, "\t", SourceText.GetByteCount),
        _ => [],
    };

    private static IEnumerable<string> SourceLines(Diagnostic diagnostic) =>
        diagnostic.Location.Row > 0 ? CaretLines(diagnostic.Location, "\t| ", text => TextWidth.Of(text)) : [];

    /// <summary>The line, without the tabs that it begins with, and a caret below the place, which OPA finds by counting bytes.</summary>
    private static IEnumerable<string> CaretLines(SourceLocation place, string margin, WidthOf widthOf)
    {
        if (SourceLine.At(place) is not { } line)
        {
            return [];
        }

        var shown = line.Text.TrimStart('\t');
        var indent = Math.Max(0, widthOf(line.Text.AsSpan(0, Math.Max(0, line.Index))) - (line.Text.Length - shown.Length));
        return [margin + SourceText.ToDisplay(shown), margin + new string(' ', indent) + "^"];
    }
}
