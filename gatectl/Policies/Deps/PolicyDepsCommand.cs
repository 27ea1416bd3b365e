using System.CommandLine;
using Gatectl.CommandLine;
using Gatekeeper.Rego;

namespace Gatectl.Policies.Deps;

/// <summary><c>gatectl policy deps</c>: the documents that a query needs.</summary>
internal static class PolicyDepsCommand
{
    private static readonly Argument<string> Query = new("query") { Description = "What is asked, for example 'data.gatekeeper.decision'." };
    private static readonly Option<string[]> Data = new("--data", "-d") { Description = "Directories and files of policies.", HelpName = "PATH", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string[]> Bundle = new("--bundle", "-b") { Description = "Directories of policies, each with all that it needs.", HelpName = "PATH", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<PolicyDepsFormat> Format = new("--format", "-f") { Description = "How the documents are listed.", HelpName = "pretty|json" };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("deps", "List the documents that a query needs: base documents from outside, and the rules that are read.")
            .With(Query, Data, Bundle, Format)
            .Runs(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        try
        {
            string[] bundles = context.Value(Bundle) ?? [];
            var files = PolicyInput.Load(context, bundles.Length > 0 ? bundles : context.Value(Data) ?? []);
            Print(context, RegoDependencies.Of(files.Modules, context.Value(Query)));
            return PolicyExitCode.Done;
        }
        catch (PolicyLoadException failure)
        {
            return Refuse(context, DiagnosticText.Describe(failure.Diagnostics, "during loading"));
        }
        catch (RegoCompilationException failure)
        {
            return Refuse(context, DiagnosticText.Describe(failure.Errors));
        }
    }

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
        PolicyTable.Print(
            output,
            [.. columns.Select(column => column.Item1)],
            Enumerable.Range(0, height).Select(row => columns.Select(column => row < column.Item2.Count ? column.Item2[row].Text : string.Empty).ToArray()));
    }
}
