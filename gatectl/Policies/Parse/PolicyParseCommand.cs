using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Rego;
using Rego.Diagnostics;
using Rego.Loading;

namespace Gatectl.Policies.Parse;

/// <summary><c>gatectl policy parse</c>: prints a module's tree.</summary>
internal static class PolicyParseCommand
{
    private static readonly Argument<string[]> Source = new("path") { Description = "The file with the module.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<PolicyParseFormat> Format = PolicyOption.Choice("--format", "How the tree is written.", PolicyParseFormat.Pretty, "-f");
    private static readonly Option<string?> Include = PolicyOption.Text("--json-include", "What the tree has besides: locations, comments; -comments leaves them out.", "LIST");
    private static readonly RegoVersionFlags Version = new();

    public static Command Create(ProcessEnvironment environment) =>
        new Command("parse", "Print the tree of a module.")
            .With([Source, Format, Include, .. Version.Symbols])
            .RunsAsOpa(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        if (context.Value(Source) is not [var path, ..])
        {
            throw new PolicyUsageException("no source file specified");
        }

        Version.Check(context);
        try
        {
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
        var elements = (context.Value(Include) ?? string.Empty).Split(',');
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
