using System.CommandLine;
using Gatectl.CommandLine;
using Gatekeeper.Rego;
using Gatekeeper.Rego.Networking;

namespace Gatectl.Policies.Check;

/// <summary><c>gatectl policy check</c>: says all that is wrong with policies, as <c>opa check</c>.</summary>
internal static class PolicyCheckCommand
{
    private static readonly Argument<string[]> Paths = new("paths")
    {
        Description = "Directories and files of policies.",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<PolicyCheckFormat> Format = new("--format", "-f") { Description = "How what is wrong is written.", HelpName = "pretty|json" };
    private static readonly Option<bool> Strict = new("--strict", "-S") { Description = "Apply the compiler's strict checks too." };
    private static readonly Option<int> MaxErrors = IntegerOption.Create("--max-errors", "N", "After how many errors to stop; 0 or less: never.", 10, -100_000, 100_000, "-m");
    private static readonly Option<string[]> Ignore = new("--ignore") { Description = "Names of files and directories to leave out, for example '.*'.", HelpName = "GLOB", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> Bundle = new("--bundle", "-b") { Description = "Take the paths for directories of bundles: modules are checked against the data beside them." };
    private static readonly Option<string?> Capabilities = PolicyCapabilities.CreateOption();
    private static readonly Option<string?> Schema = PolicySchemas.CreateOption();

    public static Command Create(ProcessEnvironment environment) =>
        new Command("check", "Say what is wrong with policies.")
            .With(Paths, Format, Strict, MaxErrors, Ignore, Bundle, Capabilities, Schema)
            .RunsAsOpa(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        try
        {
            var errors = Check(context);
            return errors.Count == 0 ? PolicyExitCode.Done : Refuse(context, errors);
        }
        catch (PolicyLoadException failure)
        {
            return Refuse(context, failure.Diagnostics);
        }
    }

    private static IReadOnlyList<Diagnostic> Check(CommandContext context)
    {
        var options = new RegoCompilerOptions
        {
            Strict = context.Value(Strict),
            MaxErrors = context.Value(MaxErrors),
            Capabilities = PolicyCapabilities.Load(context, Capabilities),
            Schemas = PolicySchemas.Load(context, Schema),
            Network = NetworkAccess.Nowhere,
        };
        var files = Load(context, options.Capabilities);
        return new RegoCompiler(options).Compile(files.Modules, context.Value(Bundle) ? files.Data : RegoObject.Empty).Errors;
    }

    private static PolicyFiles Load(CommandContext context, RegoCapabilities? capabilities) => PolicyDirectory.LoadPaths(context.Value(Paths), new PolicyDirectoryOptions
    {
        BaseDirectory = context.Environment.CurrentDirectory,
        Ignore = [.. (context.Value(Ignore) ?? []).SelectMany(list => list.Split(','))],
        Capabilities = capabilities,
        ModulesOnly = !context.Value(Bundle),
    });

    private static int Refuse(CommandContext context, IReadOnlyList<Diagnostic> errors)
    {
        if (context.Value(Format) == PolicyCheckFormat.Json)
        {
            context.Output.Notice(PolicyErrorJson.Of(errors));
            return PolicyExitCode.Refused;
        }

        var isOfLoading = errors.All(error => error.Code is DiagnosticCodes.Load or DiagnosticCodes.Parse);
        context.Output.Notice(PolicyText.Escape(DiagnosticText.Explain(errors, isOfLoading ? "during loading" : string.Empty)));
        return PolicyExitCode.Refused;
    }
}
