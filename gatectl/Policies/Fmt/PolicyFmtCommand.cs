using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Rego;
using Rego.Formatting;
using Rego.Tooling.Formatting;

namespace Gatectl.Policies.Fmt;

/// <summary><c>gatectl policy fmt</c>: writes modules in the canonical layout.</summary>
internal static class PolicyFmtCommand
{
    private static readonly Argument<string[]> Paths = new("paths")
    {
        Description = "Modules, and directories with modules; standard input where none is given.",
        HelpName = "PATH",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Write = PolicyOption.Switch("--write", "Write the outcome into the files that it differs from.", "-w");
    private static readonly Option<bool> List = PolicyOption.Switch("--list", "Print only the names of the files that would change.", "-l");
    private static readonly Option<bool> Diff = PolicyOption.Switch("--diff", "Print only what would change.", "-d");
    private static readonly Option<bool> Fail = PolicyOption.Switch("--fail", "End with exit code 2 at the first file that would change.");
    private static readonly Option<bool> CheckResult = PolicyOption.Switch("--check-result", "Read the outcome back, and refuse one that is no module.", byDefault: true);
    private static readonly Option<bool> DropImports = PolicyOption.Switch("--drop-v0-imports", "Leave out imports of keywords that Rego v1 has without them.");
    private static readonly Option<bool> ImportRegoV1 = PolicyOption.Switch("--v0-v1", "Import rego.v1, so that engines that read older Rego understand the outcome too.");
    private static readonly RegoVersionFlags Version = new();
    private static readonly Option<string?> Capabilities = PolicyCapabilities.CreateOption();

    public static Command Create(ProcessEnvironment environment)
    {
        ImportRegoV1.Aliases.Add("--rego-v1");
        return new Command("fmt", "Write policies in the canonical layout.")
            .With([Paths, Write, List, Diff, Fail, CheckResult, DropImports, ImportRegoV1, Capabilities, .. Version.Symbols])
            .RunsAsOpa(environment, (context, cancellationToken) => RunAsync(context, cancellationToken));
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        Version.Check(context);
        var options = new RegoFormatterOptions
        {
            CheckResult = context.Value(CheckResult),
            Capabilities = PolicyCapabilities.Load(context, Capabilities),
            DropsNeedlessImports = context.Value(DropImports),
            ImportsRegoV1 = context.Value(ImportRegoV1),
        };
        var paths = context.Value(Paths);
        if (paths.Length == 0)
        {
            return await FormatInputAsync(context, options, cancellationToken);
        }

        try
        {
            var files = new ModuleFiles(context.Environment.CurrentDirectory);
            var format = new FileFormatting(context, options, ModeOf(context), context.Value(Fail));
            foreach (var file in paths.SelectMany(files.Find))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await format.RunAsync(file, cancellationToken);
            }

            return PolicyExitCode.Done;
        }
        catch (FmtFailure failure)
        {
            context.Output.Notice(PolicyText.Escape(failure.Message));
            return failure.ExitCode;
        }
    }

    private static FmtMode ModeOf(CommandContext context) => context switch
    {
        _ when context.Value(List) => FmtMode.List,
        _ when context.Value(Diff) => FmtMode.Diff,
        _ when context.Value(Write) => FmtMode.Write,
        _ => FmtMode.Print,
    };

    private static async Task<int> FormatInputAsync(CommandContext context, RegoFormatterOptions options, CancellationToken cancellationToken)
    {
        var text = await context.Environment.In.ReadToEndAsync(cancellationToken);
        var result = RegoFormatter.Format(new RegoSource("stdin", text), options);
        if (result.Text is null)
        {
            context.Output.Notice(PolicyText.Escape(FmtFailure.Describe("stdin", result)));
            return PolicyExitCode.Refused;
        }

        await context.Environment.Out.WriteAsync(result.Text);
        return PolicyExitCode.Done;
    }
}
