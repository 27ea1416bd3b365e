using System.CommandLine;
using Gatectl.CommandLine;
using Gatekeeper.Rego;

namespace Gatectl.Policies.Inspect;

/// <summary><c>gatectl policy inspect</c>: summarizes a bundle, a directory or a module.</summary>
internal static class PolicyInspectCommand
{
    private static readonly Argument<string> Source = new("path") { Description = "A bundle (.tar.gz), a directory, or a module." };
    private static readonly Option<bool> Annotations = new("--annotations", "-a") { Description = "List the metadata blocks too." };
    private static readonly Option<PolicyInspectFormat> Format = new("--format", "-f") { Description = "How the summary is written.", HelpName = "pretty|json" };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("inspect", "Summarize a bundle, a directory or a module: what it says of itself, which files stand where, and its metadata. Signatures are not verified.")
            .With(Source, Annotations, Format)
            .Runs(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        try
        {
            var options = new PolicyDirectoryOptions { BaseDirectory = context.Environment.CurrentDirectory };
            var inspection = RegoInspection.Of(context.Value(Source), options);
            Print(context, inspection);
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
