using System.CommandLine;
using Deploy.V1;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Policies.Revisions;

/// <summary><c>gatectl policy show DIGEST [PATH]</c>: the files of a revision that a gate has decided with or refused.</summary>
internal static class PolicyShowCommand
{
    private static readonly Argument<string> Digest = new("digest") { Description = "The revision, 'sha256:' and 64 digits, as 'gatectl policy status' and audit records have it." };

    private static readonly Argument<string?> FilePath = new("path")
    {
        Description = "Only this file, below the directory of policies.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("show", "Show the files of a revision that a gate has decided with or refused.").With(Digest, FilePath).Calls(environment, RunAsync);

    private static async Task<int> RunAsync(CommandContext context, GateConnection gate, CancellationToken cancellationToken)
    {
        var request = new GetRevisionRequest { Revision = context.Value(Digest), Path = context.Arguments.GetValue(FilePath) ?? "" };
        var revision = await gate.AskAsync(options => gate.Policies.GetRevisionAsync(request, options), cancellationToken);
        var contents = new FileContents(gate, revision.Revision);
        if (context.Output.IsJson)
        {
            foreach (var file in revision.Files)
            {
                await contents.CompleteAsync(file, cancellationToken);
            }

            context.Output.Document(MessageJson.From(revision));
            return ExitCode.Done;
        }

        RevisionPrinter.Head(context.Output, revision);
        foreach (var file in revision.Files)
        {
            await contents.CompleteAsync(file, cancellationToken);
            RevisionPrinter.File(context.Output, file);
            file.Content = Google.Protobuf.ByteString.Empty;
        }

        return ExitCode.Done;
    }
}
