using System.CommandLine;
using Gatectl.CommandLine;

namespace Gatectl.Audit;

/// <summary><c>gatectl audit verify</c>: whether every record is there, in its place and unchanged, and if not, where; and whether what was executed is what was decided.</summary>
internal static class AuditVerifyCommand
{
    private static readonly Option<string[]> Kept = new("--checkpoint")
    {
        Description = "A checkpoint that was kept elsewhere, with which the log it is of must agree; may be given many times.",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string[]> Archives = new("--archive")
    {
        Description = "A directory to which 'gatectl audit archive' moved segments of one of the logs; may be given many times.",
        HelpName = "DIR",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("verify", "Check that every record is there, in its place and unchanged, and that nothing was executed without a decision.")
            .With(AuditLocator.Logs, AuditLocator.Keys, Kept, Archives)
            .Runs(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        var kept = (context.Value(Kept) ?? []).Select(file => KeptCheckpoints.Read(context.FullPath(file))).ToArray();
        var archives = (context.Value(Archives) ?? []).Select(directory => LogArchive.Open(context.FullPath(directory))).ToArray();
        var verification = AuditVerification.Verify(AuditLocator.Locate(context), kept, archives);
        foreach (var line in verification.Lines())
        {
            context.Output.Line(TerminalText.Escape(line));
        }

        if (context.Output.IsJson)
        {
            context.Output.Document(verification.Document());
        }

        return verification.IsGood ? ExitCode.Done : ExitCode.Failed;
    }
}
