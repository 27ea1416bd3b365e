using System.Text;
using Deploy.V1;
using Gatectl.CommandLine;

namespace Gatectl.Policies.Revisions;

/// <summary>Writes a revision and its files for people.</summary>
internal static class RevisionPrinter
{
    public static void Head(CommandOutput output, PolicyRevision revision)
    {
        output.Line($"revision {TerminalText.Escape(revision.Revision)}");
        var serial = revision.HasSerial ? $", serial {revision.Serial}" : "";
        output.Line($"{(revision.Refused ? "refused" : "taken into use")} at {TimeText.Of(revision.Time)}{serial}");
        RevisionText.PrintFaults(output, revision.Faults);
    }

    public static void File(CommandOutput output, PolicyFile file)
    {
        output.Line();
        output.Line($"==> {TerminalText.Escape(file.Path)} ({file.Size} bytes) <==");
        var text = Encoding.UTF8.GetString(file.Content.Span);
        foreach (var line in (text.EndsWith('\n') ? text[..^1] : text).Split('\n'))
        {
            output.Line(string.Join('\t', line.Split('\t').Select(PolicyText.EscapeLine)));
        }
    }
}
