using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Rego.Diagnostics;
using Rego.Loading;
using Rego.Tooling.Inspection;

namespace Gatectl.Policies.Inspect;

/// <summary><c>gatectl policy inspect</c>: summarizes a bundle, a directory or a module.</summary>
internal static class PolicyInspectCommand
{
    private static readonly Argument<string[]> Source = new("path") { Description = "A bundle (.tar.gz), a directory, or a module.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> Annotations = PolicyOption.Switch("--annotations", "List the metadata blocks too.", "-a");
    private static readonly Option<PolicyInspectFormat> Format = PolicyOption.Choice("--format", "How the summary is written.", PolicyInspectFormat.Pretty, "-f");
    private static readonly RegoVersionFlags Version = new();

    public static Command Create(ProcessEnvironment environment) =>
        new Command("inspect", "Summarize a bundle, a directory or a module: what it says of itself, which files stand where, and its metadata. Signatures are not verified.")
            .With([Source, Annotations, Format, .. Version.Symbols])
            .RunsAsOpa(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        if (context.Value(Source) is not [var path])
        {
            throw new PolicyUsageException("specify exactly one OPA bundle or path");
        }

        Version.Check(context);
        try
        {
            Print(context, RegoInspection.Of(path, PolicyInput.OptionsFor(context)));
            return PolicyExitCode.Done;
        }
        catch (PolicyLoadException failure)
        {
            return Refuse(context, failure.Message);
        }
        catch (RegoCompilationException failure)
        {
            return Refuse(context, DiagnosticText.Describe(failure.Errors));
        }
    }

    private static int Refuse(CommandContext context, string message)
    {
        context.Output.Notice(PolicyText.Escape($"error: {message}"));
        return PolicyExitCode.Refused;
    }

    private static void Print(CommandContext context, RegoInspection inspection)
    {
        var withAnnotations = context.Value(Annotations);
        if (context.Value(Format) == PolicyInspectFormat.Json)
        {
            context.Environment.Out.WriteLine(GoJsonWriter.ToText(InspectionJson.Of(inspection, withAnnotations)));
            return;
        }

        InspectionTables.Print(context.Environment.Out, inspection);
        if (withAnnotations && inspection.Annotations.Count > 0)
        {
            AnnotationPages.Print(context.Environment.Out, inspection.Annotations);
        }
    }
}
