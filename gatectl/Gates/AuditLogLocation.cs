using Gatectl.CommandLine;
using Gateway.Contract.Audit;

namespace Gatectl.Gates;

/// <summary>One audit log on this machine.</summary>
/// <param name="Directory">The log's directory.</param>
/// <param name="VerifierKeyFile">The key that its checkpoints are checked with (C2SP signed-note verifier key).</param>
internal sealed record AuditLogLocation(string Directory, string VerifierKeyFile)
{
    private const int MaxKeyFileBytes = 4096;

    /// <value>Whether a log is there, or its key shows that one was.</value>
    public bool Exists => System.IO.Directory.Exists(Directory) || File.Exists(VerifierKeyFile);

    /// <summary>The log of a program's state directory, with the key that the program wrote beside it.</summary>
    public static AuditLogLocation InState(string programState) =>
        new(Path.Combine(programState, "audit"), Path.Combine(programState, "keys", "audit.vkey"));

    public NoteVerifierKey ReadKey()
    {
        try
        {
            if (new FileInfo(VerifierKeyFile).Length > MaxKeyFileBytes)
            {
                throw CommandFailure.Usage($"{VerifierKeyFile} is larger than a verifier key can be.");
            }

            return NoteVerifierKey.Parse(File.ReadAllText(VerifierKeyFile).Trim());
        }
        catch (FormatException exception)
        {
            throw CommandFailure.Usage($"{VerifierKeyFile} holds no verifier key: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandFailure.Usage($"the log's verifier key cannot be read: {exception.Message} Name it with --key.");
        }
    }
}
