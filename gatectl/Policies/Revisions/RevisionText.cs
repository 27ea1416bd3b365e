using Gatectl.CommandLine;
using Google.Protobuf.WellKnownTypes;

namespace Gatectl.Policies.Revisions;

/// <summary>What the texts about revisions have in common.</summary>
internal static class RevisionText
{
    public static string Time(Timestamp? timestamp) =>
        timestamp is null ? "" : timestamp.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    public static void PrintFaults(CommandOutput output, IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            output.Line($"  - {TerminalText.Escape(fault)}");
        }
    }
}
