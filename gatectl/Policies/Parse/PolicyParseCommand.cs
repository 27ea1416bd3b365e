using System.CommandLine;
using Gatectl.CommandLine;
using Gatekeeper.Rego;

namespace Gatectl.Policies.Parse;

/// <summary><c>gatectl policy parse</c>: prints a module's tree.</summary>
internal static class PolicyParseCommand
{
    private static readonly Argument<string> Source = new("path") { Description = "The file with the module." };
    private static readonly Option<PolicyParseFormat> Format = new("--format", "-f") { Description = "How the tree is written.", HelpName = "pretty|json" };
    private static readonly Option<string> Include = new("--json-include")
    {
        Description = "What the tree has besides: locations, comments; -comments leaves them out.",
        HelpName = "LIST",
        DefaultValueFactory = _ => string.Empty,
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("parse", "Print the tree of a module.")
            .With(Source, Format, Include)
            .Runs(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        try
        {
            var path = context.Value(Source);
            var module = RegoModule.Parse(PolicyInput.ReadModule(context, path));
            context.Environment.Out.Write(Print(context, module));
            return PolicyExitCode.Done;
        }
        catch (PolicyLoadException failure)
        {
            return Refuse(context, failure.Diagnostics);
        }
        catch (RegoCompilationException failure)
        {
            return Refuse(context, failure.Errors);
        }
    }

    private static string Print(CommandContext context, RegoModule module)
    {
        var elements = context.Value(Include)!.Split(',');
        var withLocations = IsIncluded(elements, "locations", otherwise: false);
        var withComments = IsIncluded(elements, "comments", otherwise: true);
        return context.Value(Format) == PolicyParseFormat.Json
            ? GoJsonWriter.ToText(module.ToJson(withLocations, withComments)) + "\n"
            : PolicyText.Escape(module.ToOutline(withComments));
    }

    /// <summary>The last mention counts.</summary>
    private static bool IsIncluded(string[] elements, string name, bool otherwise) =>
        Array.FindLast(elements, element => element.EndsWith(name, StringComparison.Ordinal)) is { } mention ? !mention.StartsWith('-') : otherwise;

    private static int Refuse(CommandContext context, IReadOnlyList<Diagnostic> errors)
    {
        context.Output.Notice(PolicyErrorJson.Of(errors));
        return PolicyExitCode.Refused;
    }
}
