using Gatectl.CommandLine;

namespace Gatectl.Policies.Revisions;

/// <summary>What the texts about revisions have in common.</summary>
internal static class RevisionText
{
    public static void PrintFaults(CommandOutput output, IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            output.Line($"  - {TerminalText.Escape(fault)}");
        }
    }
}
