using Deploy.V1;
using Gatectl.CommandLine;

namespace Gatectl.Policies.Revisions;

/// <summary>
/// Writes which policies decide, for people: a table of short digests that fits any terminal, below it each refusal, and the digests
/// whole, a line each, to be pasted.
/// </summary>
internal static class StatusPrinter
{
    private const int ShortDigestLength = 19;
    private const string Unknown = "unknown";

    public static void Print(CommandOutput output, PolicyStatus status)
    {
        (string Name, ProgramRevision Revision)[] programs = [("gatekeeper", status.Gatekeeper ?? new()), ("deployer", status.Deployer ?? new())];
        output.Line(Row("PROGRAM", "REVISION", "SINCE", "SERIAL"));
        foreach (var (name, revision) in programs)
        {
            output.Line(Row(name, Short(revision.Revision), TimeText.Of(revision.ActivateTime), revision.HasSerial ? $"{revision.Serial}" : ""));
        }

        if (programs.Select(program => program.Revision.Revision).Where(digest => digest.Length > 0).Distinct().Count() > 1)
        {
            output.Line();
            output.Line("the programs use different revisions: until both have the newer one,");
            output.Line("what the gatekeeper allows may be refused by the deployer.");
        }

        foreach (var (name, revision) in programs)
        {
            PrintTroubles(output, name, revision);
        }

        PrintDigests(output, programs.SelectMany(program => new[] { program.Revision.Revision, program.Revision.Refused?.Revision ?? "" }));
    }

    private static void PrintTroubles(CommandOutput output, string program, ProgramRevision revision)
    {
        if (revision.UnknownBecause.Length > 0)
        {
            output.Line();
            output.Line($"the {program}'s is unknown: {TerminalText.Escape(revision.UnknownBecause)}.");
        }

        if (revision.Refused is { } refused)
        {
            output.Line();
            output.Line($"the {program} refused {(refused.Revision.Length > 0 ? Short(refused.Revision) : "files that cannot all be read")} at {TimeText.Of(refused.Time)}:");
            RevisionText.PrintFaults(output, refused.Faults);
        }
    }

    private static void PrintDigests(CommandOutput output, IEnumerable<string> digests)
    {
        output.Line();
        output.Line("in whole, for 'gatectl policy show':");
        foreach (var digest in digests.Where(digest => digest.Length > 0).Distinct())
        {
            output.Line(TerminalText.Escape(digest));
        }
    }

    private static string Row(string program, string revision, string since, string serial) =>
        $"{program,-12}{revision,-ShortDigestLength}  {since,-20}  {serial}".TrimEnd();

    private static string Short(string digest) =>
        digest.Length == 0 ? Unknown : TerminalText.Escape(digest.Length > ShortDigestLength ? digest[..ShortDigestLength] : digest);
}
