using System.CommandLine;
using Gatectl.CommandLine;
using Gatectl.Policies.Arguments;
using Rego.Diagnostics;
using Rego.Loading;
using Rego.Tooling.Dependencies;
using Rego.Values;

namespace Gatectl.Policies.Deps;

/// <summary><c>gatectl policy deps</c>: the documents that a query needs.</summary>
internal static class PolicyDepsCommand
{
    private static readonly Argument<string[]> Query = new("query") { Description = "What is asked, for example 'data.gatekeeper.decision'.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string[]> Data = PolicyOption.Texts("--data", "Directories and files of policies.", "PATH", "-d");
    private static readonly Option<string[]> Bundle = PolicyOption.Texts("--bundle", "Directories of policies, each with all that it needs.", "PATH", "-b");
    private static readonly Option<string[]> Ignore = PolicyOption.List("--ignore", "Names of files and directories to leave out, for example '.*'.", "GLOB");
    private static readonly Option<PolicyDepsFormat> Format = PolicyOption.Choice("--format", "How the documents are listed.", PolicyDepsFormat.Pretty, "-f");
    private static readonly RegoVersionFlags Version = new();

    public static Command Create(ProcessEnvironment environment) =>
        new Command("deps", "List the documents that a query needs: base documents from outside, and the rules that are read.")
            .With([Query, Data, Bundle, Ignore, Format, .. Version.Symbols])
            .RunsAsOpa(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        if (context.Value(Query) is not [var query])
        {
            throw new PolicyUsageException("specify exactly one query argument");
        }

        Version.Check(context);
        try
        {
            Print(context, RegoDependencies.Of(Load(context).Modules, query));
            return PolicyExitCode.Done;
        }
        catch (PolicyLoadException failure)
        {
            return Refuse(context, DiagnosticText.Describe(failure.Diagnostics, "during loading"));
        }
        catch (BundleLoadException failure)
        {
            return Refuse(context, failure.Message);
        }
        catch (RegoCompilationException failure)
        {
            return Refuse(context, DiagnosticText.Describe(failure.Errors));
        }
    }

    /// <summary>Where bundles are given, nothing else is looked at.</summary>
    private static PolicyFiles Load(CommandContext context) => context.Value(Bundle) is { Length: > 0 } bundles
        ? PolicyDirectory.LoadBundles(bundles, PolicyInput.OptionsFor(context))
        : PolicyDirectory.LoadPaths(context.Value(Data) ?? [], PolicyInput.OptionsFor(context, context.Value(Ignore)));

    private static int Refuse(CommandContext context, string message)
    {
        context.Output.Notice(PolicyText.Escape(message));
        return PolicyExitCode.Refused;
    }

    private static void Print(CommandContext context, RegoDependencies dependencies)
    {
        if (context.Value(Format) == PolicyDepsFormat.Json)
        {
            context.Environment.Out.WriteLine(GoJsonWriter.ToText(ToJson(dependencies)));
        }
        else if (dependencies.Base.Count + dependencies.Virtual.Count > 0)
        {
            PrintTable(context.Environment.Out, dependencies);
        }
    }

    private static RegoObject ToJson(RegoDependencies dependencies)
    {
        var members = new RegoObjectBuilder();
        foreach (var (name, references) in new[] { ("base", dependencies.Base), ("virtual", dependencies.Virtual) })
        {
            if (references.Count > 0)
            {
                members[RegoString.From(name)] = RegoArray.From([.. references.Select(reference => reference.Parts)]);
            }
        }

        return members.Build();
    }

    /// <summary>A column for each kind of which there is any.</summary>
    private static void PrintTable(TextWriter output, RegoDependencies dependencies)
    {
        var columns = new[] { ("BASE DOCUMENTS", dependencies.Base), ("VIRTUAL DOCUMENTS", dependencies.Virtual) }
            .Where(column => column.Item2.Count > 0)
            .ToArray();
        var height = columns.Max(column => column.Item2.Count);
        var table = new TextTable(columns.Select(column => column.Item1));
        for (var row = 0; row < height; row++)
        {
            table.Row(columns.Select(column => row < column.Item2.Count ? column.Item2[row].Text : string.Empty));
        }

        table.Print(output);
    }
}
